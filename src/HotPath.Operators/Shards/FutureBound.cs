using System;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Time;
using HotPath.Operators.Scalars;

namespace HotPath.Operators.Shards;

/// <summary>How far the event time of a table may be ahead of the ingest time of its row's frame.</summary>
/// <param name="BoundMs">Unit: ms. Range: 0 or more.</param>
/// <param name="Zone">Zone of the wall clock for a TIMESTAMP; <see langword="null"/> for a TIMESTAMP_LTZ.</param>
/// <remarks>Both times stand in the log, so that a replay decides the same. Source: design.md, "Tenants".</remarks>
public sealed record FutureBound(long BoundMs, ZoneRules? Zone)
{
    /// <summary>Called by compiled code: whether a row is too far ahead; it then fails.</summary>
    /// <param name="timeMs">Its event time. Unit: ms.</param>
    /// <param name="context">Begun for the row.</param>
    /// <returns>Whether it is.</returns>
    public bool IsAhead(long timeMs, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        long nowMs = Zone is null ? context.IngestTimeMs : Zone.ToLocalMs(context.IngestTimeMs);
        bool isAhead = nowMs < long.MaxValue - BoundMs && timeMs > nowMs + BoundMs;
        if (isAhead)
        {
            context.Fail(RejectReason.TooFarAhead);
        }

        return isAhead;
    }
}
