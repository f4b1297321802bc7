using System;
using HotPath.Dataflow.Ports;

namespace HotPath.Conformance.Running;

/// <summary>
/// A file source that gives its rows only when it is its turn in the case's arrival order, numbered by the lines of
/// input.csv. It says that it is unbounded, so that ingress does not wait for it to merge by row time.
/// </summary>
/// <param name="inner">Decodes the lines.</param>
/// <param name="order">Whose turn it is.</param>
/// <param name="source">Index of this source in <paramref name="order"/>.</param>
public sealed class ArrivalOrderSource(ITableSource inner, ArrivalOrder order, int source) : ITableSource
{
    private bool _isGiven;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public int FileIndex => inner.FileIndex;

    /// <inheritdoc/>
    public bool IsBounded => false;

    /// <inheritdoc/>
    public bool IsReplayable => false;

    /// <inheritdoc/>
    public void SkipTo(long records) =>
        throw new NotSupportedException($"{Name}: the arrival order of a case starts at its first line");

    /// <inheritdoc/>
    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_isGiven)
        {
            _isGiven = false;
            order.Complete();
        }

        if (order.IsFinished)
        {
            return inner.Read(record, now);
        }

        if (!order.TryTake(source, out int line))
        {
            return ReadStatus.Idle;
        }

        ReadStatus status = inner.Read(record, now);
        if (status is not (ReadStatus.Row or ReadStatus.Rejected))
        {
            throw new InvalidOperationException($"{Name}: {status} where line {line} should be");
        }

        record.RecordNumber = line;
        _isGiven = true;
        return status;
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
