using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Schema.Evolution;

namespace HotPath.Conformance.Sbe;

/// <summary>Pairs of schemas whose effect on real codecs was measured.</summary>
internal static class EvolutionCases
{
    public static IEnumerable<SbeCase> Find(string folder)
    {
        string evolution = Path.Combine(folder, "evolution");
        foreach (string line in File.ReadLines(Path.Combine(evolution, "matrix.tsv")).Skip(1))
        {
            string[] cells = line.Split('\t');
            if (cells.Length > 4)
            {
                yield return new SbeCase($"evolution/{cells[0]}", () => Judge(Path.Combine(evolution, cells[0]), cells));
            }
        }
    }

    private static string? Judge(string folder, string[] cells)
    {
        SchemaFolder files = SchemaFolder.ReadFiles([Path.Combine(folder, "old.xml"), Path.Combine(folder, "new.xml")]);
        if (!files.AreComparable)
        {
            return string.Join('\n', files.Diagnostics);
        }

        GatePair full = CompatibilityGate.Check(files.Schemas[0], files.Schemas[1], GateMode.Full);
        string findings = string.Join('\n', full.Findings);
        string verdict = full.Verdict == EvolutionSeverity.Breaking ? "incompatible" : full.Verdict.ToString();
        return !cells[1].StartsWith(verdict, StringComparison.OrdinalIgnoreCase) ? $"{verdict}, wanted {cells[1]}\n{findings}"
            : full.Findings.Any(static f => f.Place.Line == 0 || f.Reason.Length == 0 || f.Alternative.Length == 0)
                ? $"a finding without place, reason or alternative\n{findings}"
            : Direction(files, GateMode.Backward, cells[3]) ?? Direction(files, GateMode.Forward, cells[4]);
    }

    // The matrix has words of its own for what no octet shows; only plain ones say what a direction must give.
    private static string? Direction(SchemaFolder files, GateMode mode, string wanted)
    {
        EvolutionSeverity verdict = CompatibilityGate.Check(files.Schemas[0], files.Schemas[1], mode).Verdict;
        bool isWanted = wanted switch
        {
            "BREAK" => verdict == EvolutionSeverity.Breaking,
            "metadata" => true,
            _ => verdict != EvolutionSeverity.Breaking,
        };
        return isWanted ? null : $"{mode} is {verdict}, wanted {wanted}";
    }
}
