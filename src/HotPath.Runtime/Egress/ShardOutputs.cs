using HotPath.Dataflow.Outputs;

namespace HotPath.Runtime.Egress;

/// <summary>
/// Rows of one shard and sink that wait until nothing can come before them any more. They come in total order but for
/// pending firings that other tenants overtake: rows of frames are one run then and those of the firing another, and
/// runs are merged when they are taken. Only what fits behind no run is sorted.
/// </summary>
/// <remarks>Threading: single-threaded; owned by egress. A run is made when it is first needed.</remarks>
public sealed class ShardOutputs
{
    private const int RunsMax = 4;

    private readonly OutputRun[] _runs = new OutputRun[RunsMax];
    private readonly int _capacity;
    private int _runCount = 1;

    /// <summary>An empty queue.</summary>
    /// <param name="capacity">Rows that it holds before it grows. Unit: rows. Range: positive.</param>
    public ShardOutputs(int capacity = 8192)
    {
        _capacity = capacity;
        _runs[0] = new OutputRun(capacity);
    }

    /// <summary>Rows waiting. Unit: rows.</summary>
    public int Count { get; private set; }

    /// <summary>The first row in total order, after <see cref="Sort"/>; there is one.</summary>
    public OutputRecord First => _runs[FirstRun()].First;

    /// <summary>Adds a row as the shard produced it.</summary>
    /// <param name="record">The row.</param>
    public void Add(in OutputRecord record)
    {
        int run = 0;
        while (run < _runCount && !_runs[run].IsNext(record.Identity))
        {
            run++;
        }

        bool isNext = run < RunsMax;
        run = isNext ? run : RunsMax - 1;
        if (run == _runCount)
        {
            _runs[_runCount++] = new OutputRun(_capacity);
        }

        _runs[run].Add(record, isNext);
        Count++;
    }

    /// <summary>Puts the rows in total order.</summary>
    public void Sort()
    {
        if (_runCount == RunsMax)
        {
            _runs[RunsMax - 1].Sort();
        }
    }

    /// <summary>Takes the first row away; it is released after that.</summary>
    public void RemoveFirst()
    {
        Count--;
        _runs[FirstRun()].RemoveFirst();
    }

    private int FirstRun()
    {
        if (_runCount == 1)
        {
            return 0;
        }

        int first = -1;
        for (int run = 0; run < _runCount; run++)
        {
            if (_runs[run].Count > 0 && (first < 0 || _runs[run].First.Identity < _runs[first].First.Identity))
            {
                first = run;
            }
        }

        return first;
    }
}
