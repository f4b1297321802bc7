using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Conformance.Running;

namespace HotPath.Conformance.Sbe;

/// <summary>All cases of the shared SBE folder.</summary>
public static class SbeCases
{
    /// <summary>Finds the cases.</summary>
    /// <param name="folder">Folder with schemas, layout, bin and evolution.</param>
    /// <returns>Cases, those of a kind together.</returns>
    public static IReadOnlyList<SbeCase> Find(string folder)
    {
        var schemas = new SbeSchemas(folder);
        return
        [
            .. SchemaCases.Find(folder),
            .. LayoutCases.Find(folder, schemas),
            .. OctetCases.Find(folder, schemas),
            .. MalformedCases.Find(folder, schemas),
            .. EvolutionCases.Find(folder),
        ];
    }

    /// <summary>Runs the cases; a line each.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="output">Where the lines go.</param>
    /// <returns>Exit code: 0 all passed, 1 one failed, 3 there are none.</returns>
    public static int Run(IReadOnlyList<SbeCase> cases, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(output);
        int failed = 0;
        foreach (SbeCase one in cases)
        {
            string? difference = one.Run();
            failed += difference is null ? 0 : 1;
            output.WriteLine(new CaseOutcome(
                one.Name, difference is null ? CaseOutcomeKind.Passed : CaseOutcomeKind.Failed, difference ?? "equal"));
        }

        output.WriteLine($"{cases.Count} cases: {cases.Count - failed} passed, {failed} failed, 0 unsupported");
        return cases.Count == 0 ? 3 : failed > 0 ? 1 : 0;
    }

    internal static IEnumerable<string> Files(string folder, string pattern, bool isDeep = false) => Directory
        .EnumerateFiles(folder, pattern, isDeep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
        .Order(StringComparer.Ordinal);
}
