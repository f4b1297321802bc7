using System;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Shards;

namespace HotPath.Operators.Ranking;

/// <summary>
/// What becomes of the ranks of a partition, as Flink's Top-N tells it: with ranks to be seen each row that moves comes
/// out anew, else only who leaves and who comes.
/// </summary>
/// <remarks>Rows are addresses, in order. Threading: single-threaded.</remarks>
internal sealed class RankTeller(RankingProgram ranking)
{
    /// <summary>A row comes.</summary>
    /// <param name="results">Where changes come out.</param>
    /// <param name="rows">The rows before, no more than the last rank asked for.</param>
    /// <param name="place">Where it goes, from 0; before the last rank asked for.</param>
    /// <param name="newcomer">The row.</param>
    public void Insert(ResultEmitter results, ReadOnlySpan<nint> rows, int place, nint newcomer)
    {
        bool isFull = rows.Length == ranking.Last;
        if (!ranking.MovesRanks)
        {
            bool replaces = isFull && ranking.Replaces;
            if (isFull)
            {
                results.Emit(replaces ? RowKind.UpdateBefore : RowKind.Delete, rows[^1], rows.Length);
            }

            results.Emit(replaces ? RowKind.UpdateAfter : RowKind.Insert, newcomer, place + 1);
            return;
        }

        nint current = newcomer;
        for (; place < rows.Length; place++)
        {
            Tell(results, RowKind.UpdateBefore, rows[place], place + 1);
            Tell(results, RowKind.UpdateAfter, current, place + 1);
            current = rows[place];
        }

        if (!isFull)
        {
            Tell(results, RowKind.Insert, current, rows.Length + 1);
        }
    }

    /// <summary>A row goes.</summary>
    /// <param name="results">Where changes come out.</param>
    /// <param name="rows">The rows before, up to one more than the last rank asked for.</param>
    /// <param name="place">Where it stands, from 0; before the last rank asked for.</param>
    public void Remove(ResultEmitter results, ReadOnlySpan<nint> rows, int place)
    {
        bool hasNext = rows.Length > ranking.Last;
        if (!ranking.MovesRanks)
        {
            bool replaces = hasNext && ranking.Replaces;
            results.Emit(replaces ? RowKind.UpdateBefore : RowKind.Delete, rows[place], place + 1);
            if (hasNext)
            {
                results.Emit(replaces ? RowKind.UpdateAfter : RowKind.Insert, rows[^1], ranking.Last);
            }

            return;
        }

        for (; place + 1 < rows.Length; place++)
        {
            Tell(results, RowKind.UpdateBefore, rows[place], place + 1);
            Tell(results, RowKind.UpdateAfter, rows[place + 1], place + 1);
        }

        if (!hasNext)
        {
            Tell(results, RowKind.Delete, rows[^1], rows.Length);
        }
    }

    private void Tell(ResultEmitter results, RowKind kind, nint row, int rank)
    {
        if (rank >= ranking.First)
        {
            results.Emit(kind, row, rank);
        }
    }
}
