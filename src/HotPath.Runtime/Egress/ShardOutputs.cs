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
    /// <param name="capacity">Stretches that it holds before it grows. Range: positive.</param>
    public ShardOutputs(int capacity = 8192)
    {
        _capacity = capacity;
        _runs[0] = new OutputRun(capacity);
    }

    /// <summary>Whether no row waits.</summary>
    public bool IsEmpty => Rows == 0;

    /// <summary>Rows waiting. Unit: rows.</summary>
    public long Rows { get; private set; }

    /// <summary>The first stretch in total order, after <see cref="Sort"/>; there is one.</summary>
    public OutputStretch First => _runs[FirstRun()].First;

    /// <summary>Identity of the first row of the first stretch.</summary>
    public OutputIdentity FirstIdentity => _runs[FirstRun()].FirstIdentity;

    /// <summary>Adds rows as the shard produced them.</summary>
    /// <param name="stretch">The rows.</param>
    /// <param name="first">Identity of the first.</param>
    public void Add(OutputStretch stretch, in OutputIdentity first)
    {
        int run = 0;
        while (run < _runCount && !_runs[run].IsNext(first))
        {
            run++;
        }

        bool isNext = run < RunsMax;
        run = isNext ? run : RunsMax - 1;
        if (run == _runCount)
        {
            _runs[_runCount++] = new OutputRun(_capacity);
        }

        _runs[run].Add(stretch, first, isNext);
        Rows += stretch.Rows;
    }

    /// <summary>Puts the rows in total order.</summary>
    public void Sort()
    {
        if (_runCount == RunsMax)
        {
            _runs[RunsMax - 1].Sort();
        }
    }

    /// <summary>Takes rows of the first stretch away; they are released after that.</summary>
    /// <param name="rows">At most what it has. Unit: rows.</param>
    /// <param name="lengthBytes">Length of their records. Unit: bytes.</param>
    public void Remove(int rows, int lengthBytes)
    {
        Rows -= rows;
        _runs[FirstRun()].Remove(rows, lengthBytes);
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
            if (!_runs[run].IsEmpty && (first < 0 || _runs[run].FirstIdentity < _runs[first].FirstIdentity))
            {
                first = run;
            }
        }

        return first;
    }
}
