using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using HotPath.Benchmarks.MainJob;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;
using HotPath.Sql;
using HotPath.Sql.Syntax;

namespace HotPath.Benchmarks.Micro;

/// <summary>One row through a compiled statement, from frame to state or output: no log, no ring, no egress.</summary>
public class ShardBenchmarks : IDisposable
{
    private const int Rows = 1 << 14;

    private readonly NativeHeap _heap = new();
    private readonly List<SourceRecord> _rows = [];
    private OutputArena _outputs = null!;
    private IShardProgram _shard = null!;
    private int _timeOffset;
    private long _events;

    /// <summary>Query of the statement.</summary>
    [ParamsSource(nameof(Queries))]
    public string Query { get; set; } = string.Empty;

    /// <summary>Queries measured.</summary>
    public static IEnumerable<string> Queries =>
    [
        "SELECT user_key, revenue * 2 AS r FROM events WHERE kind = 1",
        "SELECT user_key, UPPER(page) AS p FROM events",
        "SELECT user_key, window_start, COUNT(*) AS n, SUM(revenue) AS r FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), "
            + "INTERVAL '1' SECOND)) GROUP BY user_key, window_start, window_end",
    ];

    [GlobalSetup]
    public void Setup()
    {
        int end = MainJobScript.Text.IndexOf("CREATE TABLE totals", StringComparison.Ordinal);
        CompileResult result = SqlCompiler.Compile(
            [new ScriptText("micro.sql", MainJobScript.Text[..end] + Query + ";")],
            new Dictionary<string, string> { ["LOG"] = "unused" });
        IJobPlan plan = result.Plan ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
        _outputs = new OutputArena(_heap);
        _shard = plan.CreateShard(new ShardOptions { Index = 0, Count = 1, Heap = _heap, Outputs = _outputs });
        _timeOffset = plan.Tables[0].Schema.SlotOffset(0);
        using var source = new EventSource(Rows);
        _rows.AddRange(Enumerable.Range(0, Rows).Select(_ => new SourceRecord(_heap, plan.Tables[0].Schema)));
        _rows.ForEach(r => source.Read(r, default));
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public long OnEvent()
    {
        long produced = 0;
        foreach (SourceRecord record in _rows)
        {
            nint row = record.Row.Address;
            Raw.Write(row + _timeOffset, MainJobScript.StartMs + (_events / MainJobScript.EventsPerMs));
            _shard.OnEvent(new EventFrame
            {
                Position = ++_events * 8,
                Tenant = 0,
                Table = 1,
                Source = 0,
                SourceOffset = _events,
                IngestTimeMs = MainJobScript.StartMs,
                Payload = row,
                PayloadBytes = record.Row.LengthBytes,
            });
            while (_shard.RunPendingUnit())
            {
            }

            while (_outputs.TryRead(out OutputRecord output))
            {
                produced++;
                _outputs.Release(output);
            }
        }

        return produced;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _rows.ForEach(r => r.Dispose());
        _rows.Clear();
        _shard.Dispose();
        _outputs.Dispose();
    }
}
