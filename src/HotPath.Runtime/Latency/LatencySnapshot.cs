using System.Collections.Generic;

namespace HotPath.Runtime.Latency;

/// <summary>A copy of the histograms for another thread: the memory is the reader's, filling it the meter's.</summary>
internal sealed class LatencySnapshot
{
    private readonly List<StageHistograms> _all = [];

    /// <summary>Histograms of all tenants since the last snapshot.</summary>
    public StageHistograms Recent { get; } = new();

    /// <summary>How many are filled. Owned by the meter until the snapshot is handed back.</summary>
    public int Filled { get; set; }

    /// <summary>Room for the histograms of as many tenants, all and others included.</summary>
    /// <param name="count">How many.</param>
    public void Reserve(int count)
    {
        while (_all.Count < count)
        {
            _all.Add(new StageHistograms());
        }

        Filled = 0;
    }

    /// <summary>Room for how many there is.</summary>
    public int Count => _all.Count;

    /// <summary>The histograms at an index.</summary>
    /// <param name="index">As in the meter.</param>
    public StageHistograms At(int index) => _all[index];
}
