using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Shards;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Execution;

namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>
/// One log, run once without interruption and then through checkpoints, failed commits, crashes and other shard counts;
/// tells the first difference. The oracle for the store is a checkpoint taken at once at every mark.
/// </summary>
internal sealed class CheckpointTrial : IDisposable
{
    private readonly SqlJobPlan _plan;
    private readonly IReadOnlyList<LogFrame> _frames;
    private readonly SplitMix64 _random;
    private readonly bool _skipsImages;
    private readonly long _memoryBytes;
    private readonly int _runRowsMax;
    private readonly int _pace; // what happens at once: more between runs, which are fewer
    private readonly ShardSet _reference;
    private readonly Dictionary<int, string> _storeAt = [];
    private readonly StoreModel _store = new();
    private ShardSet _life;
    private int _start = -1;
    private int _checkpoint = -1;

    public CheckpointTrial(
        string script, ulong seed, bool skipsImages = false, int rows = 500, long memoryBytes = 0)
        : this(CheckpointScripts.Compile(script), new SplitMix64(seed), skipsImages, rows, memoryBytes)
    {
    }

    /// <summary>A trial of a log.</summary>
    /// <param name="plan">Its plan.</param>
    /// <param name="frames">The log.</param>
    /// <param name="random">Decides what happens, and where.</param>
    /// <param name="memoryBytes">What shards may hold; 0 for all. Unit: bytes.</param>
    /// <param name="runRowsMax">How many rows of a table come at a time; 1 for one by one.</param>
    /// <param name="skipsImages">Whether to leave out what makes it work.</param>
    public CheckpointTrial(
        SqlJobPlan plan,
        IReadOnlyList<LogFrame> frames,
        SplitMix64 random,
        long memoryBytes,
        int runRowsMax = 1,
        bool skipsImages = false)
    {
        _plan = plan;
        _frames = frames;
        _random = random;
        _memoryBytes = memoryBytes;
        _runRowsMax = runRowsMax;
        _pace = runRowsMax > 1 ? 4 : 1;
        _skipsImages = skipsImages;
        _reference = Reference();
        _life = NewLife();
    }

    private CheckpointTrial(SqlJobPlan plan, SplitMix64 random, bool skipsImages, int rows, long memoryBytes)
        : this(plan, RandomFrames(plan.Tables[0], random, rows), random, memoryBytes, skipsImages: skipsImages)
    {
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

    /// <summary>Rows that shards have taken many at a time.</summary>
    public long RowsInRuns { get; private set; }

    /// <summary>Rows that shards have taken, each as often as it was.</summary>
    public long Rows { get; private set; }

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
            i += Feed(i) - 1;
            problem = Step(i);
            Evict();
            if (problem is null && i < _frames.Count - 1 && _random.Below(120 / _pace) == 0)
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

    private static List<LogFrame> RandomFrames(TableDefinition table, SplitMix64 random, int rows) =>
        LogFrames.Random(random, table.Schema, table.TenantColumn >= 0, rows);

    // The long way: no row goes a short one where there may be faults.
    private ShardSet Reference() => new(_plan, 1, new OneShardFault(ShardFault.DropDelivered, position: -1));

    private int Feed(int first)
    {
        int rowsMax = _runRowsMax > 1 ? 1 + _random.Below(1 + _random.Below(_runRowsMax)) : 1;
        int rows = 0;
        while (rows < rowsMax && first + rows < _frames.Count
            && _frames[first + rows] is { Kind: LogFrameKind.Row } row && row.Table == _frames[first].Table)
        {
            rows++;
        }

        if (rows > 1)
        {
            long before = _life.RowsInRuns;
            _life.FeedRun(_frames, first, rows);
            RowsInRuns += _life.RowsInRuns - before;
        }
        else
        {
            _life.Feed(_frames[first], first);
        }

        Rows += (long)rows * _life.States.Count;
        return Math.Max(1, rows);
    }

    // Checkpoints at every mark, written in one piece with nothing in between, need no copy before write.
    private string? RunAtOnce()
    {
        using ShardSet shards = Reference();
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
            bool isWhole = _frames[frame].Kind == LogFrameKind.Mark && !_life.HasPassedMark;
            if (isWhole && _random.Below(1 + _pace) != 0)
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
            hasMore |= _life.States[i].WriteSlice(_life.Batches[i], 1 + _random.Below(12 * _pace));
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
                state.Evict(1 + _random.Below(20 * _pace));
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

    private ShardSet NewLife()
    {
        OneShardFault? fault =
            _skipsImages ? new OneShardFault(ShardFault.SkipCopyBeforeWrite, position: 0) : null;
        int shards = 1 + _random.Below(4);
        return new ShardSet(_plan, shards, fault, _store, _memoryBytes, 1 + _random.Below(5))
        {
            IsBusy = _runRowsMax > 1 && _random.Below(3) == 0,
        };
    }

    private string? CompareLife(int until)
    {
        // Marks that a firing has let pass are known once it is over, which it is behind this.
        IReadOnlyList<string> outputs = _life.OutputsAfter(_start, until);
        foreach ((int frame, ulong hash) in _life.Hashes)
        {
            if (hash != _reference.Hashes[frame])
            {
                return $"hash of the mark at frame {frame}: {hash:x16}, expected {_reference.Hashes[frame]:x16}";
            }
        }

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
