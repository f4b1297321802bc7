using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using HotPath.Integration.Tests.Generators;
using HotPath.Integration.Tests.Support;
using HotPath.Runtime.Jobs;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>
/// What the shards compute is a function of the log: each seeded log is run once and recorded, then replayed under
/// another batch size, thread plan, shard count and firing unit; outputs, hash chain and state hashes must be equal. 40
/// scripts x 26 inputs.
/// </summary>
public sealed class ReplayTests
{
    private const int ScriptsPerTest = 5;
    private const int InputsPerScript = 26;

    private static readonly string[] ThreadPlans =
    [
        TestEngine.OneThread, TestEngine.OneThread, TestEngine.OneThread, TestEngine.OneThread, TestEngine.OneThread,
        TestEngine.OneThread, TestEngine.OneThread,
        "ingress/shards+recorder+egress", "ingress+egress/shards+recorder", "ingress/shards/recorder+egress",
    ];

    [Test]
    public void Replay_RandomLogs_GiveTheSameOutputsChainAndStateHashes([Range(0, 7)] int part)
    {
        using var folder = new WorkFolder();
        for (int script = part * ScriptsPerTest; script < (part + 1) * ScriptsPerTest; script++)
        {
            var random = new SplitMix64(Seeds.Base + (ulong)script);
            string text = new ScriptGenerator(random, hasIngestTtl: true).Next();
            string input = folder.File("input.csv");
            IJobPlan plan = TestEngine.Compile(input, text);
            for (int i = 0; i < InputsPerScript; i++)
            {
                ulong seed = random.Next();
                folder.Write("input.csv", new InputGenerator(new SplitMix64(seed)).Next(lines: 20 + (i * 4)));
                string what = $"HOTPATH_SEED={Seeds.Base} script {script} input {i}\n{text}";
                Check(plan, folder.File("run.hplog"), Options(new SplitMix64(seed)), new SplitMix64(seed), what);
            }
        }
    }

    private static void Check(IJobPlan plan, string log, JobOptions options, SplitMix64 random, string what)
    {
        RunResult recorded = TestEngine.Run(plan, options with { RecordPath = log });
        int repetitions = 1 + random.Below(2);
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            JobOptions other = Options(random);
            string how = $"{what}\nrecorded under {options}\nreplayed under {other}";
            RunResult replayed = TestEngine.Replay(log, plan, other);
            Assert.That(replayed.Report.Divergences, Is.Empty, how);
            Assert.That(replayed.Texts, Is.EqualTo(recorded.Texts), how);
            Assert.That(replayed.Report.Chain, Is.EqualTo(recorded.Report.Chain), how);
            Assert.That(replayed.Report.MarkHashes, Is.EqualTo(recorded.Report.MarkHashes).And.Not.Empty, how);
            Assert.That(Digests(replayed), Is.EqualTo(Digests(recorded)), how);
            Assert.That(replayed.Report.MarksCompared, Is.EqualTo(recorded.Report.MarkHashes.Count), how);
            Assert.That(replayed.Report.Balanced && recorded.Report.Balanced, how);
        }
    }

    private static IEnumerable<string> Digests(RunResult result) => result.Report.Sinks.Select(s => s.ToString());

    private static JobOptions Options(SplitMix64 random) => TestEngine.Small with
    {
        ThreadPlan = ThreadPlans[random.Below(ThreadPlans.Length)],
        ShardCount = 1 + random.Below(4),
        BatchFrames = 1 + random.Below(random.Below(2) == 0 ? 4 : 300),
        FiringUnitRows = 1 + random.Below(random.Below(2) == 0 ? 3 : 4096),
        OutputArenaLimitBytes = random.Below(3) == 0 ? 512 : 64 * 1024 * 1024,
    };
}
