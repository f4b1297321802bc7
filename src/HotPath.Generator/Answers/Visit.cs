using System;
using System.Collections.Generic;

namespace HotPath.Generator.Answers;

/// <summary>How far one visit went. The first view is enough: whatever comes behind any view comes behind it.</summary>
internal sealed class Visit
{
    private readonly List<(long TimeMs, FunnelStep Step)> _later = [];
    private long _firstViewMs = long.MaxValue;

    public void Add(FunnelStep step, long timeMs)
    {
        if (step == FunnelStep.Viewed)
        {
            _firstViewMs = Math.Min(_firstViewMs, timeMs);
        }
        else if (step != FunnelStep.None)
        {
            _later.Add((timeMs, step));
        }
    }

    /// <summary>The last step that was reached through all before it, each no earlier than the last.</summary>
    public FunnelStep Reached()
    {
        if (_firstViewMs == long.MaxValue)
        {
            return FunnelStep.None;
        }

        _later.Sort();
        FunnelStep reached = FunnelStep.Viewed;
        foreach ((long timeMs, FunnelStep step) in _later)
        {
            if (timeMs >= _firstViewMs && step == reached + 1)
            {
                reached = step;
            }
        }

        return reached;
    }
}
