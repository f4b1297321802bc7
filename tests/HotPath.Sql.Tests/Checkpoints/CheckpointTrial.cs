using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using HotPath.Operators.Checkpoints;
using HotPath.Sql.Planning;

namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>
/// One log, run once without interruption and then through checkpoints, failed commits, crashes and other shard counts;
/// tells the first difference. The oracle for the store is a checkpoint taken at once at every mark.
/// </summary>
internal sealed class CheckpointTrial : IDisposable
{
    private readonly SqlJobPlan _plan;
    private readonly List<LogFrame> _frames;
    private readonly SplitMix64 _random;
    private readonly bool _skipsImages;
    private readonly long _memoryBytes;
    private readonly ShardSet _reference;
    private readonly Dictionary<int, string> _storeAt = [];
    private readonly StoreModel _store = new();
    private ShardSet _life;
    private int _start = -1;
    private int _checkpoint = -1;

    public CheckpointTrial(
        string script, ulong seed, bool skipsImages = false, int rows = 500, long memoryBytes = 0)
    {
        _memoryBytes = memoryBytes;
        _plan = CheckpointScripts.Compile(script);
        _random = new SplitMix64(seed);
        _skipsImages = skipsImages;
        TableDefinition table = _plan.Tables[0];
        _frames = LogFrames.Random(_random, table.Schema, table.TenantColumn >= 0, rows);
        _reference = new ShardSet(_plan, 1);
        _life = NewLife();
    }

    public int Commits { get; private set; }

    public int FailedCommits { get; private set; }

    public int Crashes { get; private set; }

    public int ImagesSeen { get; private set; }

    public int Outputs { get; private set; }

    public long Evicted { get; private set; }

    /// <summary>Rows that the run without a crash refused because of a quota.</summary>
    public int Refused => _reference.OutputsAfter(-1, _frames.Count).Count(static o => o.Contains(
        Convert.ToHexString("StateQuota"u8), StringComparison.Ordinal));

    public int ReadBack => _store.Reads;

    /// <summary>What the run without a crash did by event ids.</summary>
    public IReadOnlyList<EventIdCounters> EventIds => _reference.EventIds;

    /// <summary>Runs everything.</summary>
    /// <returns>The first difference, or null.</returns>
    public string? Run()
    {
        for (int i = 0; i < _frames.Count; i++)
        {
            _reference.Feed(_frames[i], i);
        }

        string? problem = RunAtOnce();
        for (int i = 0; i < _frames.Count && problem is null; i++)
        {
            _life.Feed(_frames[i], i);
            problem = Step(i);
            Evict();
            if (problem is null && i < _frames.Count - 1 && _random.Below(120) == 0)
            {
                problem = CompareLife(i);
                Crash();
                i = _start;
            }
        }

        problem ??= CompareLife(_frames.Count - 1);
        return problem ?? CompareEnd(_life);
    }

    public void Dispose()
    {
        _reference.Dispose();
        _life.Dispose();
    }

    private static string? Difference(string what, IReadOnlyList<string> found, IReadOnlyList<string> expected)
    {
        for (int i = 0; i < Math.Max(found.Count, expected.Count); i++)
        {
            string left = i < found.Count ? found[i] : "nothing";
            string right = i < expected.Count ? expected[i] : "nothing";
            if (left != right)
            {
                return $"{what} {i}: {left}, expected {right}";
            }
        }

        return null;
    }

    // When the memory of an expired event id is freed is no matter of the log. Those that live are in the state hash.
    private static string[] Comparable(string records) =>
        [.. records.Split('\n').Where(static line => KindOf(line) != RecordKind.EventId)];

    private static int KindOf(string line) => line.Length < 2 * StateKey.PrefixBytes
        ? 0
        : Convert.FromHexString(line.AsSpan(2 * (StateKey.PrefixBytes - 1), 2))[0];

    // Checkpoints at every mark, written in one piece with nothing in between, need no copy before write.
    private string? RunAtOnce()
    {
        using var shards = new ShardSet(_plan, 1);
        var store = new StoreModel();
        for (int i = 0; i < _frames.Count; i++)
        {
            shards.Feed(_frames[i], i);
            if (_frames[i].Kind == LogFrameKind.Mark)
            {
                shards.States[0].Begin();
                while (shards.States[0].WriteSlice(shards.Batches[0], int.MaxValue))
                {
                }

                if (store.Commit(i, shards.Batches) is { } problem)
                {
                    return problem;
                }

                shards.States[0].End(committed: true);
                shards.Batches[0].Clear();
                _storeAt[i] = store.Text();
            }
        }

        return CompareEnd(shards);
    }

    private string? Step(int frame)
    {
        if (_checkpoint < 0)
        {
            if (_frames[frame].Kind == LogFrameKind.Mark && _random.Below(2) == 0)
            {
                _checkpoint = frame;
                foreach (IShardState state in _life.States)
                {
                    state.Begin();
                }
            }

            return null;
        }

        ImagesSeen += _life.States.Any(static s => s.PendingImageBytes > 0) ? 1 : 0;
        if (_random.Below(2) == 0)
        {
            return null;
        }

        bool hasMore = false;
        for (int i = 0; i < _life.Batches.Count; i++)
        {
            hasMore |= _life.States[i].WriteSlice(_life.Batches[i], 1 + _random.Below(12));
        }

        return hasMore ? null : EndCheckpoint();
    }

    private void Evict()
    {
        foreach (IShardState state in _life.States)
        {
            for (int units = _random.Below(8); units > 0; units--)
            {
                long before = _life.StateEntries;
                state.Evict(1 + _random.Below(20));
                Evicted += before - _life.StateEntries;
            }
        }
    }

    private string? EndCheckpoint()
    {
        bool committed = _random.Below(3) != 0;
        string? problem = null;
        if (committed)
        {
            Commits++;
            problem = _store.Commit(_checkpoint, _life.Batches);
            problem ??= Difference(
                $"record as of frame {_checkpoint}", Comparable(_store.Text()), Comparable(_storeAt[_checkpoint]));
        }
        else
        {
            FailedCommits++;
        }

        foreach (IShardState state in _life.States)
        {
            state.End(committed);
        }

        _life.Batches.ForEach(static b => b.Clear());
        _checkpoint = -1;
        return problem;
    }

    private void Crash()
    {
        Crashes++;
        _life.Dispose();
        _life = NewLife();
        _start = _store.Frame;
        _checkpoint = -1;
        if (_start >= 0)
        {
            _life.Restore(_store, _random);
        }
    }

    private ShardSet NewLife() => new(_plan, 1 + _random.Below(4), _skipsImages, _store, _memoryBytes);

    private string? CompareLife(int until)
    {
        foreach ((int frame, ulong hash) in _life.Hashes)
        {
            if (hash != _reference.Hashes[frame])
            {
                return $"hash of the mark at frame {frame}: {hash:x16}, expected {_reference.Hashes[frame]:x16}";
            }
        }

        IReadOnlyList<string> outputs = _life.OutputsAfter(_start, until);
        Outputs += outputs.Count;
        return Difference("output", outputs, _reference.OutputsAfter(_start, until));
    }

    private string? CompareEnd(ShardSet shards)
    {
        // Windows leave nothing, groups what has not ended; of that, some may have been evicted.
        bool isSame = _memoryBytes == 0
            ? shards.StateEntries == _reference.StateEntries
            : shards.StateEntries <= _reference.StateEntries;
        if (!isSame || shards.WatermarkMs != _reference.WatermarkMs)
        {
            return $"{shards.StateEntries} entries left of {_reference.StateEntries}, watermark {shards.WatermarkMs}";
        }

        return Difference("counters", shards.Counters(), _reference.Counters());
    }
}
