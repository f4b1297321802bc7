using System;
using System.Collections.Generic;
using HdrHistogram;

namespace HotPath.Runtime.Latency;

/// <summary>A histogram for each stage.</summary>
/// <remarks>Threading: single-threaded. Recording allocates nothing. More than an hour counts as an hour.</remarks>
internal sealed class StageHistograms
{
    private const long MaxNs = 3_600_000_000_000;
    private const int Digits = 2;

    private readonly LongHistogram[] _stages = new LongHistogram[(int)LatencyStage.Total + 1];

    /// <summary>Histograms without events.</summary>
    public StageHistograms()
    {
        for (int i = 0; i < _stages.Length; i++)
        {
            _stages[i] = new LongHistogram(1, MaxNs, Digits);
        }
    }

    /// <summary>Whether there are events.</summary>
    public bool IsEmpty => _stages[(int)LatencyStage.Total].TotalCount == 0;

    /// <summary>Counts events.</summary>
    /// <param name="stage">Where.</param>
    /// <param name="ns">How long. Unit: ns.</param>
    /// <param name="events">How many. Unit: events.</param>
    public void Record(LatencyStage stage, long ns, int events) =>
        _stages[(int)stage].RecordValueWithCount(Math.Clamp(ns, 0, MaxNs), events);

    /// <summary>Counts the events of others as well.</summary>
    /// <param name="other">The others.</param>
    public void Add(StageHistograms other)
    {
        for (int i = 0; i < _stages.Length; i++)
        {
            _stages[i].Add(other._stages[i]);
        }
    }

    /// <summary>Forgets all events.</summary>
    public void Reset()
    {
        foreach (LongHistogram stage in _stages)
        {
            stage.Reset();
        }
    }

    /// <summary>Their figures.</summary>
    /// <param name="tenant">Whose they are.</param>
    /// <returns>One of each stage.</returns>
    public IEnumerable<LatencyFigures> Figures(int tenant)
    {
        for (int i = 0; i < _stages.Length; i++)
        {
            LongHistogram stage = _stages[i];
            yield return new LatencyFigures(
                tenant,
                (LatencyStage)i,
                stage.TotalCount,
                stage.TotalCount == 0 ? 0 : stage.GetMean(),
                stage.GetValueAtPercentile(50),
                stage.GetValueAtPercentile(90),
                stage.GetValueAtPercentile(99),
                stage.GetValueAtPercentile(99.9),
                stage.TotalCount == 0 ? 0 : stage.GetMaxValue());
        }
    }
}
