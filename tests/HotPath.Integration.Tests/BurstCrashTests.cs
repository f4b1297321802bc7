using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Integration.Tests.Support;
using HotPath.Journal.Log;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Simulation;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>
/// One tenant fires hundreds of windows at one instant while others go on, each in sinks of its own, beside chains of windows, late rows and sinks
/// of everybody. However units are cut and whoever is killed: every sink holds the bytes of a calm run, though one may have been far ahead of another.
/// </summary>
public sealed class BurstCrashTests
{
    private const int Keys = 250;
    private const int Schedules = 40;
    private const int Seeds = 60;
    private const int CrashesMax = 5;
    private const int StepsMax = 900;

    private const string Script = """
        SET 'hotpath.mark-interval-bytes' = '16384';
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k STRING, v INT, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = '${INPUT}', 'format' = 'csv');
        SET 'hotpath.table.ev.tenant' = 'tenant';
        CREATE TABLE late (window_start TIMESTAMP(3), k STRING) WITH ('connector' = 'blackhole');
        SET 'hotpath.table.ev.late-output' = 'late';
        CREATE TABLE big (k STRING, window_start TIMESTAMP(3), n BIGINT) WITH ('connector' = 'blackhole');
        CREATE TABLE a_rows (ts TIMESTAMP(3), k STRING, v INT) WITH ('connector' = 'blackhole');
        CREATE TABLE b_windows (k STRING, window_start TIMESTAMP(3), n BIGINT) WITH ('connector' = 'blackhole');
        CREATE TABLE every_window (tenant STRING, k STRING, window_start TIMESTAMP(3), n BIGINT) WITH ('connector' = 'blackhole');
        CREATE TABLE chained (tenant STRING, window_start TIMESTAMP(3), keys BIGINT, x BIGINT) WITH ('connector' = 'blackhole');
        CREATE TABLE everybody (tenant STRING, k STRING) WITH ('connector' = 'blackhole');
        INSERT INTO big SELECT k, window_start, COUNT(*)
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) WHERE tenant = 'big'
        GROUP BY tenant, k, window_start, window_end;
        INSERT INTO a_rows SELECT ts, k, 10 / v FROM ev WHERE tenant = 'a';
        INSERT INTO b_windows SELECT k, window_start, COUNT(*)
        FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '4' SECOND)) WHERE tenant = 'b'
        GROUP BY tenant, k, window_start, window_end;
        INSERT INTO every_window SELECT tenant, k, window_start, COUNT(*)
        FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND))
        GROUP BY tenant, k, window_start, window_end;
        INSERT INTO chained SELECT tenant, window_start, COUNT(*), MAX(100 / (n - 3))
        FROM TABLE(TUMBLE(TABLE (
          SELECT tenant, k, window_time AS t, COUNT(*) AS n
          FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND))
          GROUP BY tenant, k, window_start, window_end, window_time), DESCRIPTOR(t), INTERVAL '10' SECOND))
        GROUP BY tenant, window_start, window_end;
        INSERT INTO everybody SELECT tenant, k FROM ev WHERE v > 2;
        INSERT INTO everybody SELECT tenant, k FROM (
          SELECT tenant, k, window_start, window_end, SUM(v) AS s FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
          GROUP BY tenant, k, window_start, window_end) WHERE 7 / s > 0;
        """;

    [Test]
    public void Burst_AnyUnitBatchShardsAndSchedule_GivesEverySinkTheSameBytes()
    {
        using var work = new WorkFolder();
        IJobPlan plan = Compile(work);
        IReadOnlyDictionary<string, string>? expected = null;
        IReadOnlyList<MarkHash>? marks = null;
        for (int i = 0; i < Schedules; i++)
        {
            // The first has no unit that ends before its firing, so that nothing is ever pending: one order for all.
            var connectors = new FileSinkConnectors(Folder(work, $"run-{i}"));
            var job = new NodeJob
            {
                Plan = plan,
                Connectors = connectors,
                Options = TestEngine.Small with
                {
                    FiringUnitRows = i == 0 ? int.MaxValue : 1 + (i * i % 97),
                    BatchFrames = 1 + (i * 7 % 50),
                    OutputArenaLimitBytes = i % 3 == 0 ? 2048 : 64 << 20,
                },
                ShardCount = 1 + (i % 4),
            };
            JobReport report = Simulator.Run(new SimulatedWorld(Support.Seeds.Base + (ulong)i), job);
            Assert.That(report.Balanced, Is.True);
            expected ??= connectors.Texts;
            marks ??= report.MarkHashes;
            Assert.That(connectors.Texts, Is.EqualTo(expected), $"schedule {i}");
            Assert.That(report.MarkHashes, Is.EqualTo(marks), $"state at marks, schedule {i}");
        }

        Assert.That(marks, Has.Count.GreaterThan(5));
        foreach ((string file, string text) in expected!)
        {
            Assert.That(text.Split('\n'), Has.Length.GreaterThan(10), $"{file} proves little");
        }
    }

    [Test]
    public void Burst_KilledAgainAndAgain_GivesEverySinkEachRowOnce()
    {
        using var work = new WorkFolder();
        IJobPlan plan = Compile(work);
        var calm = new FileSinkConnectors(Folder(work, $"calm"));
        Simulator.Run(
            new SimulatedWorld(1), new NodeJob { Plan = plan, Connectors = calm, Options = TestEngine.Small, ShardCount = 1 });
        int lives = 0;
        int fromCheckpoint = 0;
        int ahead = 0;
        for (int i = 0; i < Seeds; i++)
        {
            string folder = Folder(work, $"crashed-{i}");
            var seen = new List<SeenConnectors>();
            ulong seed = Support.Seeds.Base + (ulong)i;
            var node = new DurableLives(plan, folder, seed, connect: path =>
            {
                seen.Add(new SeenConnectors(new FileSinkConnectors(path)));
                return seen[^1];
            });
            JobReport? report = node.Run(CrashesMax, StepsMax);
            Assert.That(node.Problem, Is.Null, $"seed {seed}");
            Assert.That(report!.Balanced, Is.True, $"seed {seed}");
            Assert.That(new FileSinkConnectors(folder).Texts, Is.EqualTo(calm.Texts), $"seed {seed}, {node.Lives} lives");
            lives += node.Lives;
            fromCheckpoint += node.FromCheckpoint;
            ahead += seen.SkipLast(1).Count(static life => life.IsAhead);
        }

        TestContext.Out.WriteLine($"{lives} lives, {fromCheckpoint} from a checkpoint, {ahead} ended while others were ahead of the burst");
        Assert.That(fromCheckpoint, Is.GreaterThan(lives / 20), "ends that never meet a checkpoint prove little");
        Assert.That(ahead, Is.GreaterThan(10), "ends that never meet a burst prove little");
    }

    private static IJobPlan Compile(WorkFolder work) => TestEngine.Compile(work.Write("input.csv", Input()), Script);

    private static string Folder(WorkFolder work, FormattableString name) =>
        Directory.CreateDirectory(work.File(name.ToString(CultureInfo.InvariantCulture))).FullName;

    // Thrice the big tenant's windows fill and one row of it fires them; the others go on behind it.
    private static string Input()
    {
        var text = new StringBuilder();
        for (int burst = 0; burst < 3; burst++)
        {
            for (int i = 0; i < Keys; i++)
            {
                Add(text, burst * 20, i * 30, "big", $"k{i}", i % 5);
            }

            Add(text, burst * 20, 12_000, "big", "k0", 1);
            for (int i = 0; i < 120; i++)
            {
                Add(text, burst * 20, i * 160, i % 2 == 0 ? "a" : "b", $"k{i % 7}", i % 4);
            }

            Add(text, burst * 20, 100, "b", "late", 1);
            Add(text, burst * 20, 200, "big", "late", 1);
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, int seconds, int ms, string tenant, string key, int v)
    {
        DateTime time = new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds).AddMilliseconds(ms);
        text.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss.fff},{tenant},{key},{v}\n");
    }

    /// <summary>Notes how far sinks have come.</summary>
    private sealed class SeenConnectors(IConnectors inner) : IConnectors
    {
        private readonly Dictionary<string, (long Position, int Rows)> _last = [];

        /// <summary>Whether others' rows behind a frame were out when only a part was of what it had fired.</summary>
        public bool IsAhead => _last.TryGetValue("big", out (long Position, int Rows) big)
            && _last.TryGetValue("a_rows", out (long Position, int Rows) others)
            && big.Rows < Keys
            && others.Position > big.Position;

        public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) => inner.OpenSources(table, heap);

        public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => new Seen(this, sink.Name, inner.OpenSink(sink, resume));

        private sealed class Seen(SeenConnectors all, string name, ITableSink inner) : ITableSink
        {
            public SinkCursor Cursor => inner.Cursor;

            public void Write(in OutputIdentity identity, RowView row)
            {
                (long position, int rows) = all._last.GetValueOrDefault(name);
                all._last[name] = (identity.Position, identity.Position == position ? rows + 1 : 1);
                inner.Write(identity, row);
            }

            public void Flush() => inner.Flush();

            public void Sync() => inner.Sync();

            public void Complete() => inner.Complete();

            public void Dispose() => inner.Dispose();
        }
    }
}
