using System;
using HotPath.Dataflow.Ports;

namespace HotPath.Benchmarks.Reporting;

/// <summary>A source of a measurement: one sequence that comes to an end and only runs on.</summary>
/// <param name="name">Its name.</param>
/// <param name="isReplayable">Whether a durable run may read it, from the start.</param>
public abstract class MeasuredSource(string name, bool isReplayable) : ITableSource
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int FileIndex => 0;

    /// <inheritdoc/>
    public bool IsBounded => true;

    /// <inheritdoc/>
    public bool IsReplayable => isReplayable;

    /// <inheritdoc/>
    public void SkipTo(long records)
    {
        if (!isReplayable || records != 0)
        {
            throw new NotSupportedException($"{name}: a measurement starts with an empty data directory");
        }
    }

    /// <inheritdoc/>
    public abstract ReadStatus Read(SourceRecord record, SourceTime now);

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);
}
