using System.Collections.Generic;
using HotPath.Runtime.Jobs;

namespace HotPath.Integration.Tests.Support;

/// <summary>What a run came to: its report, and what each sink printed.</summary>
/// <param name="Report">Report.</param>
/// <param name="Texts">CSV text by sink.</param>
public sealed record RunResult(JobReport Report, IReadOnlyDictionary<string, string> Texts);
