using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Conformance.Cases;
using HotPath.Conformance.Nexmark;
using HotPath.Conformance.Running;
using HotPath.Conformance.Sbe;
using HotPath.Conformance.SbeGenerated;

namespace HotPath.Conformance;

/// <summary>
/// <c>conformance sql DIR</c>, <c>conformance nexmark DIR</c> or <c>conformance sbe DIR</c>: a line a case, then totals. Exit 0: every case passed. 1: a case failed. 2: none failed,
/// but something is not supported yet. 3: wrong usage.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is ["sbe", string cases] && Directory.Exists(cases))
        {
            return SbeCases.Run([.. SbeCases.Find(cases), .. new GeneratedCases(cases, isChecked: true).Find()], Console.Out);
        }

        if (arguments is ["nexmark", string queries] && File.Exists(Path.Combine(queries, "answers", "index.csv")))
        {
            return Report(NexmarkRunner.Run(Path.GetFullPath(queries)));
        }

        if (arguments is not ["sql", string folder] || !Directory.Exists(folder))
        {
            Console.Error.WriteLine(
                "usage: conformance sql DIR, where DIR holds case folders (query.sql, input.csv, expected.csv, notes.md);\n"
                + "       conformance nexmark DIR, where DIR holds queries, answers, events and schema-csv.sql;\n"
                + "       conformance sbe DIR, where DIR holds schemas, layout, bin and evolution");
            return 3;
        }

        IReadOnlyList<string> folders = ConformanceCase.FindFolders(folder);
        if (folders.Count == 0)
        {
            Console.Error.WriteLine($"no case folder (one with a query.sql) under {folder}");
            return 3;
        }

        return Report(folders.Select(CaseRunner.Run));
    }

    private static int Report(IEnumerable<CaseOutcome> outcomes)
    {
        int[] counts = new int[3];
        foreach (CaseOutcome outcome in outcomes)
        {
            counts[(int)outcome.Kind]++;
            Console.WriteLine(outcome);
        }

        Console.WriteLine($"{counts.Sum()} cases: {counts[0]} passed, {counts[1]} failed, {counts[2]} unsupported");
        return counts[1] > 0 ? 1 : counts[2] > 0 ? 2 : 0;
    }
}
