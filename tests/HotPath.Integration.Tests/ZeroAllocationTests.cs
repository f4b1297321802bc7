using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Examples.Functions;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Integration.Tests.Support;
using HotPath.Runtime.Jobs;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>
/// In the steady state nothing is allocated per event, neither by the collector nor by the native allocator. Source:
/// design.md, "The pipeline".
/// </summary>
[NonParallelizable]
public sealed class ZeroAllocationTests
{
    private const int Rows = 1 << 14;
    private const int Keys = 10_000;
    private const long MeasuredEvents = 10_000_000;
    private const long StartMs = 1_709_251_200_000;

    private static readonly long PipelineEvents = long.Parse(
        Environment.GetEnvironmentVariable("HOTPATH_ALLOCATION_EVENTS") ?? "10000000", CultureInfo.InvariantCulture);

    private const string Script = """
        CREATE TABLE ev (
          ts TIMESTAMP(3), tenant STRING, k BIGINT, kind STRING, v INT, d DECIMAL(12, 2), name STRING,
          WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = 'unused.csv', 'format' = 'csv');
        CREATE TABLE out1 (k BIGINT, ws TIMESTAMP(3), n BIGINT, v INT, d DECIMAL(38, 2)) WITH ('connector' = 'blackhole');
        CREATE TABLE out2 (tenant STRING, ws TIMESTAMP(3), n BIGINT, d DECIMAL(38, 6), hi STRING) WITH ('connector' = 'blackhole');
        CREATE TABLE out3 (k BIGINT, name STRING) WITH ('connector' = 'blackhole');
        SET 'hotpath.table.ev.tenant' = 'tenant';
        INSERT INTO out1 SELECT k, window_start, COUNT(*), SUM(v), SUM(d)
          FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) WHERE kind <> 'view' GROUP BY k, window_start, window_end;
        INSERT INTO out2 SELECT tenant, window_start, COUNT(*) FILTER (WHERE v > 5), AVG(d), MAX(kind)
          FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY tenant, window_start, window_end;
        INSERT INTO out3 SELECT k * 2, UPPER(name) FROM ev WHERE v = 7 AND d > 100;
        """;

    private const string HopScript = """
        CREATE TABLE ev (
          ts TIMESTAMP(3), tenant STRING, k BIGINT, kind STRING, v INT, d DECIMAL(12, 2), name STRING,
          WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = 'unused.csv', 'format' = 'csv');
        SET 'hotpath.table.ev.tenant' = 'tenant';
        SELECT tenant, window_end, kind, COUNT(*) AS n, SUM(d) AS s, AVG(v) AS a, MAX(name) AS hi, COUNT(DISTINCT v) AS vs,
          APPROX_COUNT_DISTINCT(k) AS ks, APPROX_PERCENTILE(d, 0.5) AS p5, APPROX_PERCENTILE(d, 0.95) AS p95
          FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.1' SECOND, INTERVAL '2' SECOND))
          GROUP BY tenant, kind, window_start, window_end;
        SELECT window_end, k, COUNT(*) AS n, MIN(d) AS lo
          FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.5' SECOND, INTERVAL '1' SECOND))
          GROUP BY k, window_start, window_end;
        SELECT tenant, window_end, kind, COUNT(*) AS n, AVG(d) AS a, MIN(name) AS lo, COUNT(DISTINCT v) AS vs,
          APPROX_COUNT_DISTINCT(name) AS ns, APPROX_PERCENTILE(d, 0.5) AS p5
          FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.1' SECOND, INTERVAL '1' SECOND))
          GROUP BY tenant, kind, window_start, window_end;
        """;

    // Most sessions of the first are one row, those of the second some, the third has three that last.
    private const string SessionScript = """
        CREATE TABLE ev (
          ts TIMESTAMP(3), tenant STRING, k BIGINT, kind STRING, v INT, d DECIMAL(12, 2), name STRING,
          WATERMARK FOR ts AS ts - INTERVAL '0.05' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = 'unused.csv', 'format' = 'csv');
        SET 'hotpath.table.ev.tenant' = 'tenant';
        SELECT tenant, window_end, k, COUNT(*) AS n, SUM(d) AS s, AVG(v) AS a, MAX(name) AS hi, COUNT(DISTINCT v) AS vs
          FROM TABLE(SESSION(TABLE ev PARTITION BY (tenant, k), DESCRIPTOR(ts), INTERVAL '0.02' SECOND))
          GROUP BY tenant, k, window_start, window_end;
        SELECT window_end, k, COUNT(*) AS n, MIN(d) AS lo
          FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '0.1' SECOND)) GROUP BY k, window_start, window_end;
        SELECT window_end, kind, COUNT(*) AS n
          FROM TABLE(SESSION(TABLE ev PARTITION BY kind, DESCRIPTOR(ts), INTERVAL '0.001' SECOND)) GROUP BY kind, window_start, window_end;
        """;

    // Groups of the second come and go all the time.
    private const string GroupScript = """
        CREATE TABLE ev (
          ts TIMESTAMP(3), tenant STRING, k BIGINT, kind STRING, v INT, d DECIMAL(12, 2), name STRING,
          WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = 'unused.csv', 'format' = 'csv');
        SET 'hotpath.table.ev.tenant' = 'tenant';
        SELECT kind, COUNT(*) AS n, MAX(d) AS hi, MIN(name) AS least FROM ev GROUP BY kind;
        SET 'hotpath.state.ttl' = '50 ms';
        SELECT tenant, k, COUNT(*) AS n, SUM(d) AS s, MAX(name) AS last, COUNT(DISTINCT kind) AS kinds FROM ev GROUP BY tenant, k;
        """;

    // A row in three is early, so that sessions are joined by rows between them; none lasts for ever, or its list would.
    private const string ListScript = """
        CREATE TABLE ev (
          ts TIMESTAMP(3), tenant STRING, k BIGINT, kind STRING, v INT, d DECIMAL(12, 2), name STRING,
          g AS k % 2000, rt AS CASE WHEN v < 3 THEN ts - INTERVAL '0.06' SECOND ELSE ts END, WATERMARK FOR rt AS rt - INTERVAL '0.1' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = 'unused.csv', 'format' = 'csv');
        SET 'hotpath.table.ev.tenant' = 'tenant';
        SELECT tenant, window_end, kind, COUNT(*) AS n, LISTAGG(name, '/') AS l
          FROM TABLE(HOP(TABLE ev, DESCRIPTOR(rt), INTERVAL '0.128' SECOND, INTERVAL '0.512' SECOND)) WHERE v < 2 OR v > 7
          GROUP BY tenant, kind, window_start, window_end;
        SELECT tenant, window_end, kind, COUNT(*) AS n, LISTAGG(name, '/') AS l
          FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(rt), INTERVAL '0.128' SECOND, INTERVAL '0.512' SECOND)) WHERE v < 2 OR v > 7
          GROUP BY tenant, kind, window_start, window_end;
        SELECT g, window_end, COUNT(*) AS n, LISTAGG(name, '/') AS l
          FROM TABLE(SESSION(TABLE ev PARTITION BY g, DESCRIPTOR(rt), INTERVAL '0.005' SECOND)) GROUP BY g, window_start, window_end;
        """;

    // Each row of a key takes its value out of a list and puts it into another.
    private const string ChangingListScript = """
        CREATE TABLE ev (
          ts TIMESTAMP(3), tenant STRING, k BIGINT, kind STRING, v INT, d DECIMAL(12, 2), name STRING,
          WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = 'unused.csv', 'format' = 'csv');
        SELECT v, COUNT(*) AS n, LISTAGG(name, '/') AS l, FIRST_VALUE(k) AS f, LAST_VALUE(name) AS la, LISTAGG(DISTINCT kind) AS ks
          FROM (SELECT k, LAST_VALUE(v) AS v, LAST_VALUE(name) AS name, LAST_VALUE(kind) AS kind FROM ev WHERE k < 400 GROUP BY k) GROUP BY v;
        """;

    // Each row of a key takes that before out of its window; a row in five corrects ranks of windows that have come out.
    private const string ChangingWindowScript = """
        CREATE TABLE ev (
          ts TIMESTAMP(3), tenant STRING, k BIGINT, kind STRING, v INT, d DECIMAL(12, 2), name STRING,
          rt AS CASE WHEN v < 2 THEN ts - INTERVAL '0.3' SECOND ELSE ts END, WATERMARK FOR rt AS rt - INTERVAL '0.1' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = 'unused.csv', 'format' = 'csv');
        SET 'hotpath.table.ev.tenant' = 'tenant';
        CREATE VIEW lasts AS SELECT * FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY tenant, k ORDER BY rt DESC) AS rn FROM ev WHERE k < 400) WHERE rn = 1;
        SELECT tenant, window_end, COUNT(*) AS n, SUM(d) AS s, MAX(name) AS m, COUNT(DISTINCT kind) AS ds
          FROM TABLE(TUMBLE(TABLE lasts, DESCRIPTOR(rt), INTERVAL '0.25' SECOND)) GROUP BY tenant, window_start, window_end;
        SET 'hotpath.allowed-lateness' = '400 ms';
        SELECT tenant, window_end, rn, kind, n FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, tenant ORDER BY n DESC) AS rn FROM (
            SELECT tenant, kind, window_start, window_end, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(rt), INTERVAL '0.25' SECOND))
            GROUP BY tenant, kind, window_start, window_end)) WHERE rn <= 3;
        """;

    private static readonly string FunctionScript = $"SET 'hotpath.functions' = '{typeof(TextFunctions).Assembly.Location}';\n" + """
        CREATE FUNCTION count_char AS 'x'; CREATE FUNCTION rot13 AS 'x'; CREATE FUNCTION net AS 'x'; CREATE FUNCTION larger AS 'x';
        CREATE FUNCTION weighted_average AS 'x'; CREATE FUNCTION longest AS 'x';
        CREATE TABLE ev (
          ts TIMESTAMP(3), tenant STRING, k BIGINT, kind STRING, v INT, d DECIMAL(12, 2), name STRING,
          WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = 'unused.csv', 'format' = 'csv');
        SET 'hotpath.table.ev.tenant' = 'tenant';
        SELECT k, rot13(kind) AS r, net(d, 20) AS n, larger(k, v) AS l FROM ev WHERE count_char(name, '7') > 2;
        SELECT k, window_start, longest(kind) AS l, weighted_average(d, v) AS a
          FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.5' SECOND)) WHERE k < 100 GROUP BY k, window_start, window_end;
        SELECT tenant, window_end, kind, longest(name) AS l, weighted_average(d, v) AS a
          FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.5' SECOND, INTERVAL '2' SECOND)) GROUP BY tenant, kind, window_start, window_end;
        SELECT kind, longest(name) AS l, weighted_average(d, v) AS a FROM ev GROUP BY kind;
        """;

    /// <summary>From frame to operator state: 10 million events through the compiled operators, windows opening and
    /// firing all the while.</summary>
    [Test]
    public void Shard_TenMillionEvents_AllocateNothing()
    {
        var heap = new NativeHeap();
        using var outputs = new OutputArena(heap);
        IJobPlan plan = TestEngine.Compile("unused.csv", Script);
        using IShardProgram shard = plan.CreateShard(new ShardOptions { Index = 0, Count = 1, Heap = heap, Outputs = outputs });
        var rows = new FrameRows(plan.Tables[0].Schema, heap);
        for (int tenant = 1; tenant <= FrameRows.Tenants; tenant++)
        {
            shard.OnDefineTenant(tenant, Encoding.UTF8.GetBytes($"t{tenant}"));
        }

        // 20 s of event time: every window size has fired several times, and the arenas have grown to their final size.
        long produced = rows.Feed(shard, outputs, 2_000_000);
        long callsBefore = heap.AllocatorCalls;
        long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        produced += rows.Feed(shard, outputs, MeasuredEvents);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
        long calls = heap.AllocatorCalls - callsBefore;

        rows.Dispose();
        Assert.That(produced, Is.GreaterThan(100_000), "the test must reach windows and projections");
        Assert.That(bytes, Is.Zero, "managed bytes");
        Assert.That(calls, Is.Zero, "calls of the native allocator");
    }

    /// <summary>Event ids that come and expire all the time, half of them repeated, under checkpoints.</summary>
    [Test]
    public void Shard_WithEventIds_AllocatesNothing()
    {
        var heap = new NativeHeap();
        using var outputs = new OutputArena(heap);
        using var batch = new StateBatch(heap);
        string script = Script + "SET 'hotpath.table.ev.event-id' = 'v'; SET 'hotpath.table.ev.dedup-window' = '1 s';";
        IJobPlan plan = TestEngine.Compile("unused.csv", script);
        using IShardProgram shard = plan.CreateShard(new ShardOptions { Index = 0, Count = 1, Heap = heap, Outputs = outputs });
        var rows = new FrameRows(plan.Tables[0].Schema, heap) { Batch = batch, IdColumn = 4 };
        rows.Feed(shard, outputs, 2_000_000);
        long admittedBefore = shard.EventIds.Sum(static c => c.Admitted);
        long copiesBefore = shard.EventIds.Sum(static c => c.Deduplicated);
        long callsBefore = heap.AllocatorCalls;
        long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        rows.Feed(shard, outputs, 1_000_000);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
        long calls = heap.AllocatorCalls - callsBefore;

        rows.Dispose();
        Assert.That(shard.EventIds.Sum(static c => c.Admitted) - admittedBefore, Is.GreaterThan(50_000), "ids must come");
        Assert.That(shard.EventIds.Sum(static c => c.Deduplicated) - copiesBefore, Is.GreaterThan(50_000), "and come again");
        Assert.That(bytes, Is.Zero, "managed bytes");
        Assert.That(calls, Is.Zero, "calls of the native allocator");
    }

    /// <summary>The same while checkpoints are taken all the time: slices, old images and removals have grown once.
    /// </summary>
    [Test]
    public void Shard_UnderCheckpoints_AllocatesNothing()
    {
        var heap = new NativeHeap();
        using var outputs = new OutputArena(heap);
        using var batch = new StateBatch(heap);
        IJobPlan plan = TestEngine.Compile("unused.csv", Script);
        using IShardProgram shard = plan.CreateShard(new ShardOptions { Index = 0, Count = 1, Heap = heap, Outputs = outputs });
        var rows = new FrameRows(plan.Tables[0].Schema, heap) { Batch = batch };
        rows.Feed(shard, outputs, 4_000_000);
        long recordsBefore = rows.Records;
        long imagesBefore = rows.ImagesSeen;
        long callsBefore = heap.AllocatorCalls;
        long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        rows.Feed(shard, outputs, 2_000_000);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
        long calls = heap.AllocatorCalls - callsBefore;

        rows.Dispose();
        Assert.That(rows.Records - recordsBefore, Is.GreaterThan(100_000), "the test must write checkpoints");
        Assert.That(rows.ImagesSeen - imagesBefore, Is.GreaterThan(0), "and save images for them");
        Assert.That(bytes, Is.Zero, "managed bytes");
        Assert.That(calls, Is.Zero, "calls of the native allocator");
    }

    /// <summary>Overlapping windows: panes come and go, windows merge them, texts and sets too.</summary>
    [Test]
    public void Shard_OfOverlappingWindows_AllocatesNothing([Values] bool hasCheckpoints) =>
        AssertNothingAllocated(HopScript, hasCheckpoints, producedMin: 100_000, entriesMax: 60_000);

    /// <summary>The same a unit of a few rows at a time: the next rows of the tenant wait.</summary>
    [Test]
    public void Shard_OfRowsThatWaitForFirings_AllocatesNothing() =>
        AssertNothingAllocated(HopScript, hasCheckpoints: false, producedMin: 100_000, entriesMax: 60_000, unitRows: 8);

    /// <summary>Sessions open and end all the time.</summary>
    [Test]
    public void Shard_OfSessions_AllocatesNothing([Values] bool hasCheckpoints) =>
        AssertNothingAllocated(SessionScript, hasCheckpoints, producedMin: 100_000, entriesMax: 60_000);

    /// <summary>Groups without a window: changelog, times to live, checkpoints.</summary>
    [Test]
    public void Shard_OfGroupsThatComeAndGo_AllocatesNothing([Values] bool hasCheckpoints) =>
        AssertNothingAllocated(GroupScript, hasCheckpoints, producedMin: 1_600_000, entriesMax: 30_000);

    /// <summary>Lists of values, which windows and sessions merge.</summary>
    [Test]
    public void Shard_OfListsThatAreMerged_AllocatesNothing([Values] bool hasCheckpoints) =>
        AssertNothingAllocated(ListScript, hasCheckpoints, producedMin: 100_000, entriesMax: 60_000);

    /// <summary>Lists that rows are taken out of again.</summary>
    [Test]
    public void Shard_OfListsOverRowsThatChange_AllocatesNothing([Values] bool hasCheckpoints) =>
        AssertNothingAllocated(ChangingListScript, hasCheckpoints, producedMin: 20_000, entriesMax: 1_000);

    /// <summary>Windows, and their ranks, over rows that change.</summary>
    [Test]
    public void Shard_OfWindowsOverRowsThatChange_AllocatesNothing([Values] bool hasCheckpoints) =>
        AssertNothingAllocated(ChangingWindowScript, hasCheckpoints, producedMin: 20_000, entriesMax: 60_000);

    /// <summary>Functions of one's own: what they get and give lies in memory of the engine's, also where they throw nothing.
    /// </summary>
    [Test]
    public void Shard_OfFunctionsInCSharp_AllocatesNothing([Values] bool hasCheckpoints) =>
        AssertNothingAllocated(FunctionScript, hasCheckpoints, producedMin: 100_000, entriesMax: 60_000);

    /// <summary>
    /// The whole pipeline, ingress to sinks, on threads. The figure is of the whole process, test host included, so it is held to
    /// a hundredth of a byte an event: one box in a thousand events would show.
    /// </summary>
    [Test]
    public void Pipeline_InTheSteadyState_AllocatesNothingPerEvent()
    {
        MeasuringSource source = RunPipeline(new JobOptions { ShardCount = 2 });
        Assert.That(source.ManagedBytes, Is.LessThan(PipelineEvents / 100), "managed bytes");
        Assert.That(source.AllocatorCalls, Is.Zero, "calls of the native allocator");
    }

    /// <summary>The same on one thread, whose every byte is known: none, and no collection. HOTPATH_ALLOCATION_EVENTS says how many
    /// events; scripts/soak gives it 100 million.</summary>
    [Test]
    public void Pipeline_OnOneThread_AllocatesNothing()
    {
        MeasuringSource source = RunPipeline(new JobOptions { ShardCount = 1, ThreadPlan = "ingress+shards+recorder+egress" });
        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{PipelineEvents} events: {source.ThreadBytes} managed bytes, {source.AllocatorCalls} native calls, {source.Collections} collections"));
        Assert.That(source.ThreadBytes, Is.Zero, "managed bytes");
        Assert.That(source.AllocatorCalls, Is.Zero, "calls of the native allocator");
        Assert.That(source.Collections, Is.Zero, "collections of the youngest generation");
    }

    /// <summary>The test above can fail: a boxed value a row shows.</summary>
    [Test]
    public void Measure_OneBoxARow_IsSeen()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        object last = 0;
        for (int i = 0; i < 1000; i++)
        {
            last = i;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.GreaterThanOrEqualTo(24_000), last.ToString());
    }

    private static MeasuringSource RunPipeline(JobOptions options)
    {
        var connectors = new MeasuringConnectors(warmUpEvents: 2_000_000, PipelineEvents);
        JobReport report = JobRunner.Run(
            TestEngine.Compile("unused.csv", Script),
            connectors,
            options with { ProgressIntervalMs = int.MaxValue, MeasuresLatency = true },
            CancellationToken.None);
        Assert.That(report.Sinks[0].Rows, Is.GreaterThan(100_000));
        return connectors.Source!;
    }

    private static void AssertNothingAllocated(string script, bool hasCheckpoints, long producedMin, long entriesMax, int unitRows = 4096)
    {
        var heap = new NativeHeap();
        using var outputs = new OutputArena(heap);
        using var batch = new StateBatch(heap);
        IJobPlan plan = TestEngine.Compile("unused.csv", script);
        using IShardProgram shard = plan.CreateShard(new ShardOptions
        {
            Index = 0,
            Count = 1,
            Heap = heap,
            Outputs = outputs,
            FiringUnitRows = unitRows,
            HeldBytesMax = 1 << 20,
        });
        var rows = new FrameRows(plan.Tables[0].Schema, heap) { Batch = hasCheckpoints ? batch : null, IsUnhurried = unitRows < 4096 };
        rows.Feed(shard, outputs, 800_000);
        long callsBefore = heap.AllocatorCalls;
        long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        long produced = rows.Feed(shard, outputs, 800_000);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
        long calls = heap.AllocatorCalls - callsBefore;

        rows.Dispose();
        Assert.That(produced, Is.GreaterThan(producedMin));
        Assert.That(shard.StateEntries, Is.LessThan(entriesMax), "groups must end");
        Assert.That(bytes, Is.Zero, "managed bytes");
        Assert.That(calls, Is.Zero, "calls of the native allocator");
    }

    /// <summary>Rows of every kind in native memory, fed again and again with event time going on.</summary>
    private sealed class FrameRows : IDisposable
    {
        public const int Tenants = 7;

        private readonly RowSchema _schema;
        private readonly List<RowBuilder> _builders = [];
        private long _events;
        private bool _isWriting;

        public FrameRows(RowSchema schema, NativeHeap heap)
        {
            _schema = schema;
            var random = new SplitMix64(Seeds.Base);
            string[] kinds = ["view", "cart", "purchase"];
            for (int i = 0; i < Rows; i++)
            {
                var row = new RowBuilder(heap, schema);
                int k = random.Below(Keys);
                row.Set(0, 0L);
                row.SetUtf8(1, Encoding.UTF8.GetBytes($"t{1 + (i % Tenants)}"));
                row.Set(2, (long)k);
                row.SetUtf8(3, Encoding.UTF8.GetBytes(kinds[random.Below(3)]));
                if (random.Below(10) != 0)
                {
                    row.Set(4, random.Below(10));
                }

                row.Set(5, (Int128)random.Below(100_000));
                row.SetUtf8(6, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"product number {k:D12}")));
                _builders.Add(row);
            }
        }

        /// <summary>Where checkpoints go, if any are taken.</summary>
        public StateBatch? Batch { get; init; }

        /// <summary>Whether a firing is worked off a unit a row, so that rows of its tenant wait; otherwise at once.</summary>
        public bool IsUnhurried { get; init; }

        /// <summary>INT column that tells rows apart: half of them repeat the one of their tenant before.</summary>
        public int IdColumn { get; init; } = -1;

        public long Records { get; private set; }

        public long ImagesSeen { get; private set; }

        /// <summary>Feeds events at 100,000 a second of event time and releases what comes out.</summary>
        public long Feed(IShardProgram shard, OutputArena outputs, long count)
        {
            long produced = 0;
            for (long i = 0; i < count; i++, _events++)
            {
                RowBuilder row = _builders[(int)(_events & (Rows - 1))];
                Raw.Write(row.Address + _schema.SlotOffset(0), StartMs + (_events / 100));
                if (IdColumn >= 0)
                {
                    Raw.Write(row.Address + _schema.SlotOffset(IdColumn), (int)(_events - (_events % (2 * Tenants) < Tenants ? 0 : Tenants)));
                }

                shard.OnEvent(new EventFrame
                {
                    Position = (_events + 1) * 64,
                    Tenant = 1 + (int)((_events & (Rows - 1)) % Tenants),
                    Table = 1,
                    Source = 0,
                    SourceOffset = _events + 1,
                    IngestTimeMs = StartMs,
                    Payload = row.Address,
                    PayloadBytes = row.LengthBytes,
                });
                while (shard.RunPendingUnit() && !IsUnhurried)
                {
                }

                while (outputs.TryRead(out OutputRecord record))
                {
                    produced++;
                    outputs.Release(record);
                }

                if ((_events & 0xFFFF) == 0)
                {
                    shard.OnMark((_events + 1) * 64);
                    if (Batch is not null)
                    {
                        shard.State.Begin();
                    }
                }
                else if ((_events & 0xFF) == 0 && Batch is not null && _isWriting | (_events & 0xFFFF) == 0x100)
                {
                    WriteSlice(shard.State, Batch);
                }
            }

            return produced;
        }

        // The slices take about half of the time between two marks.
        private void WriteSlice(IShardState state, StateBatch batch)
        {
            ImagesSeen += state.PendingImageBytes > 0 ? 1 : 0;
            _isWriting = state.WriteSlice(batch, entriesMax: 400);
            if (!_isWriting)
            {
                state.End(committed: true);
                Records += batch.Count;
                batch.Clear();
            }
        }

        public void Dispose() => _builders.ForEach(b => b.Dispose());
    }
}
