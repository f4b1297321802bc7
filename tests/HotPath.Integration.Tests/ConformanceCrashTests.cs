using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Conformance.Cases;
using HotPath.Conformance.Running;
using HotPath.Dataflow.Plans;
using HotPath.Integration.Tests.Support;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Simulation;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>The shared cases on a durable node that is ended at random lines and calls and started again: the bytes of
/// every sink are those of a run without an end.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class ConformanceCrashTests
{
    private const int CrashesMax = 6;
    private const int StepsMax = 120;
    private const string FrequentMarks = "SET 'hotpath.mark-interval-bytes' = '1024';\n";

    private static readonly int LivesOfACase = int.Parse(
        Environment.GetEnvironmentVariable("HOTPATH_CASE_CRASHES") ?? "3", CultureInfo.InvariantCulture);

    [TestCase("golden/sql", 18)]
    [TestCase("golden/sql-random", 95)]
    public void Case_EndedAtRandomLines_GivesTheSameRows(string relative, int supported)
    {
        int cases = 0;
        int lives = 0;
        int fromCheckpoint = 0;
        foreach (string folder in ConformanceCase.FindFolders(SharedFiles.Require(relative)))
        {
            using var work = new WorkFolder();
            ConformanceCase conformanceCase = ConformanceCase.Read(folder);
            IReadOnlyDictionary<string, string> inputs =
                CaseRunner.WriteInputs(conformanceCase, Directory.CreateDirectory(work.File("in")).FullName);
            if (CaseRunner.Compile(conformanceCase, inputs, FrequentMarks).Plan is not { } plan)
            {
                continue;
            }

            cases++;
            for (int i = 0; i < LivesOfACase; i++)
            {
                DurableLives ended = Compare(conformanceCase.Name, plan, work, Seeds.Base + (ulong)i);
                lives += ended.Lives;
                fromCheckpoint += ended.FromCheckpoint;
            }
        }

        TestContext.Out.WriteLine(
            $"{cases} cases, {lives} lives, {fromCheckpoint} from a checkpoint, seed {Seeds.Base}");
        Assert.That(fromCheckpoint, Is.GreaterThan(lives / 20), "ends that never meet a checkpoint prove little");
        Assert.That(cases, Is.GreaterThanOrEqualTo(supported));
        Assert.That(lives, Is.GreaterThan(2 * cases * LivesOfACase), "runs that end before their crash prove little");
    }

    private static DurableLives Compare(string name, IJobPlan plan, WorkFolder work, ulong seed)
    {
        FileSinkConnectors Fresh(string what) =>
            new(Directory.CreateDirectory(work.File(FormattableString.Invariant($"{what}-{seed}"))).FullName);

        FileSinkConnectors calm = Fresh("calm");
        var job = new NodeJob { Plan = plan, Connectors = calm, Options = TestEngine.Small, ShardCount = 1 };
        JobReport expected = Simulator.Run(new SimulatedWorld(seed), job);
        FileSinkConnectors crashed = Fresh("crashed");
        var lives = new DurableLives(plan, work.File(FormattableString.Invariant($"crashed-{seed}")), seed);
        JobReport? report = lives.Run(CrashesMax, StepsMax);
        string what = $"{name}, HOTPATH_SEED={Seeds.Base} seed {seed}, {lives.Lives} lives";
        Assert.That(lives.Problem, Is.Null, what);
        Assert.That(crashed.Texts.Keys.Order(), Is.EqualTo(calm.Texts.Keys.Order()), what);
        foreach ((string file, string text) in calm.Texts)
        {
            Assert.That(crashed.Texts[file], Is.EqualTo(text), $"{file} of {what}");
        }

        Assert.That(report!.Balanced, Is.True, what);
        Assert.That(report.Events, Is.EqualTo(expected.Events), what);
        return lives;
    }
}
