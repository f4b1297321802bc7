using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Sql.Syntax;

namespace HotPath.Sql;

/// <summary>Outcome of compiling scripts.</summary>
/// <param name="Plan">The plan, or <see langword="null"/> when there are errors.</param>
/// <param name="Diagnostics">Errors, unsupported constructs and warnings, in order of place.</param>
public sealed record CompileResult(IJobPlan? Plan, IReadOnlyList<Diagnostic> Diagnostics);
