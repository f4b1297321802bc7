using System.Collections.Generic;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Conformance.SbeGenerated;

/// <summary>Generated code of one schema, compiled.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Findings">What the compiler says about the code.</param>
/// <param name="Check">Reads a frame.</param>
/// <param name="Print">Prints a frame.</param>
/// <param name="Copy">Writes a frame again.</param>
internal sealed record GeneratedCodec(
    MessageSchema Schema, IReadOnlyList<string> Findings, CheckFrame Check, PrintFrame Print, CopyFrame Copy);
