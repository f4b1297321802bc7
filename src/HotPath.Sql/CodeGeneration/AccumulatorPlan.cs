using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Groups;
using HotPath.Operators.Ranking;
using HotPath.Operators.State;
using HotPath.Operators.Windows;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>
/// Where the accumulators of each aggregate of a query lie in a state entry's value. Layouts:
/// <see cref="Accumulators"/>.
/// </summary>
internal sealed class AccumulatorPlan
{
    private readonly List<AccumulatorSlots> _slots = [];

    /// <param name="calls">The aggregates.</param>
    /// <param name="expires">Whether groups have a time to live.</param>
    /// <param name="areSessions">Whether groups are sessions.</param>
    /// <param name="areKept">Whether sessions stay once they have come out.</param>
    /// <param name="retracts">Whether rows may be taken back.</param>
    public AccumulatorPlan(
        IReadOnlyList<AggregateCall> calls, bool expires, bool areSessions, bool areKept, bool retracts)
    {
        Retracts = retracts;
        int fixedBytes = retracts ? sizeof(long) : 0;
        foreach (AggregateCall call in calls)
        {
            int main = fixedBytes;
            fixedBytes += Retracts && call.IsInOrder ? sizeof(long) : FixedBytesOf(call);
            int hashes = fixedBytes;
            fixedBytes += HasSet(call) ? sizeof(ulong) : 0;
            _slots.Add(new AccumulatorSlots(main, hashes, Text: -1, Distinct: -1));
        }

        int expiryOffset = expires ? fixedBytes : -1;
        fixedBytes += expires ? TimeToLive.StampBytes : 0;
        int sessionOffset = areSessions ? fixedBytes : -1;
        fixedBytes += areSessions ? SessionWindowOperator.BoundsBytes : 0;
        int sessionRowsOffset = areSessions ? CountOfRows(calls) ?? fixedBytes : -1;
        fixedBytes += sessionRowsOffset == fixedBytes ? sizeof(long) : 0;
        int offset = fixedBytes;
        var texts = new List<int>();
        var sets = new List<int>();
        for (int i = 0; i < calls.Count; i++)
        {
            if (HasText(calls[i]))
            {
                _slots[i] = _slots[i] with { Text = offset };
                texts.Add(offset);
                offset += TextSlot.SlotBytes;
            }

            if (HasSet(calls[i]))
            {
                _slots[i] = _slots[i] with { Distinct = offset };
                sets.Add(offset);
                offset += sizeof(long);
            }
        }

        int linkBytes = areKept ? 2 * sizeof(long) : areSessions || expires ? sizeof(long) : 0;
        Layout = new AccumulatorLayout(fixedBytes, [.. texts], [.. sets], offset + linkBytes)
        {
            ExpiryOffset = expiryOffset,
            PreviousOffset = expires ? offset : -1,
            RowsOffset = retracts ? 0 : -1,
            SessionOffset = sessionOffset,
            SessionRowsOffset = sessionRowsOffset,
            RightOffset = areSessions ? offset : -1,
            TimerOffset = areKept ? offset + sizeof(long) : -1,
        };
    }

    /// <summary>The layout of ranked rows: they are one text or, where they may be taken back, a set.</summary>
    /// <param name="expires">Whether partitions have a time to live.</param>
    /// <param name="retracts">Whether rows may be taken back.</param>
    public static AccumulatorLayout OfRanking(bool expires, bool retracts)
    {
        int fixedBytes = RankingProgram.FixedBytes + (expires ? TimeToLive.StampBytes : 0);
        int rowsEnd = fixedBytes + 16; // a text slot, or the set and the root of its tree
        return new AccumulatorLayout(
            fixedBytes,
            retracts ? [] : [fixedBytes],
            retracts ? [fixedBytes] : [],
            rowsEnd + (expires ? sizeof(long) : 0))
        {
            ExpiryOffset = expires ? RankingProgram.FixedBytes : -1,
            PreviousOffset = expires ? rowsEnd : -1,
            RowsOffset = retracts ? 0 : -1,
            RootOffset = retracts ? fixedBytes + sizeof(long) : -1,
        };
    }

    public AccumulatorLayout Layout { get; }

    /// <summary>Whether rows may be taken back.</summary>
    public bool Retracts { get; }

    public AccumulatorSlots this[int call] => _slots[call];

    /// <summary>
    /// Whether an aggregate keeps its values: those of DISTINCT, and those that may be MIN or MAX later.
    /// </summary>
    public bool HasSet(AggregateCall call) => call.IsDistinct
        || (Retracts && call.Function is (AggregateFunction.Minimum or AggregateFunction.Maximum));

    /// <summary>Whether an aggregate keeps bytes of any length: a text, or all values of rows that may be taken back.
    /// </summary>
    public bool HasText(AggregateCall call) => IsText(call) || (Retracts && call.IsInOrder);

    public static bool IsText(AggregateCall call) =>
        call.Function is >= AggregateFunction.Minimum and <= AggregateFunction.List
        && call.Argument!.Type.IsVariableLength;

    private int? CountOfRows(IReadOnlyList<AggregateCall> calls)
    {
        int call = calls.ToList().FindIndex(
            static call => call is { Function: AggregateFunction.CountRows, Filter: null, IsDistinct: false });
        return call < 0 ? null : _slots[call].Main;
    }

    private static int FixedBytesOf(AggregateCall call) => call.Function switch
    {
        AggregateFunction.CountRows or AggregateFunction.Count => 8,
        AggregateFunction.Custom => AggregateCode.CustomBytes(call.Custom!),
        AggregateFunction.ApproximateCount => DistinctSketch.SlotBytes,
        AggregateFunction.ApproximatePercentile => QuantileSketch.SlotBytes,
        AggregateFunction.SquaredDeviations => Accumulators.DeviationBytes,
        AggregateFunction.Sum or AggregateFunction.Average => call.Argument!.Type.Kind == SqlTypeKind.Decimal ? 32 : 16,
        _ => IsText(call) ? 8 : ExtremeValueBytes(call) + 8,
    };

    /// <summary>Bytes of the value of a MIN or MAX, in front of its seen mark.</summary>
    public static int ExtremeValueBytes(AggregateCall call) => call.Argument!.Type.Kind == SqlTypeKind.Decimal ? 16 : 8;
}
