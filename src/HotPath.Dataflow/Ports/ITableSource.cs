using System;

namespace HotPath.Dataflow.Ports;

/// <summary>
/// The input of one file of one table: decodes records into rows, one at a time. Adapters implement it; ingress calls
/// it.
/// </summary>
/// <remarks>
/// Threading: single-threaded. Must not allocate per record in the steady state. One virtual call a record, none a
/// field.
/// </remarks>
public interface ITableSource : IDisposable
{
    /// <summary>Name for messages: the file's path, <c>stdin</c> or <c>datagen</c>.</summary>
    string Name { get; }

    /// <summary>Index of the file within the table's input, from 0, in file-name order.</summary>
    int FileIndex { get; }

    /// <summary>
    /// Whether the source ends by itself. An unbounded source is never waited for in a merge by row time.
    /// </summary>
    bool IsBounded { get; }

    /// <summary>
    /// Whether a later life of the process can read the same records again and pass over those it has; a durable run
    /// needs that.
    /// </summary>
    bool IsReplayable { get; }

    /// <summary>
    /// Passes over records that an earlier life of the process has sequenced: the next <see cref="Read"/> gives the one
    /// behind them, with content, number and file as if all before it had been read. Call it once, before the first
    /// read.
    /// </summary>
    /// <param name="records">
    /// How many, rejected ones included: the frames that the source gave, not <see cref="SourceRecord.RecordNumber"/>,
    /// which several records of a line may share and which passes over lines without content. A recorded log has the
    /// file numbers it was recorded with: its frames are all frames of the table. Unit: records.
    /// </param>
    /// <exception cref="Foundation.Errors.HotPathException">HP1001: the source is not replayable, even for no record.
    /// HP2001: it has fewer records now, or cannot be read.</exception>
    void SkipTo(long records);

    /// <summary>Reads the next record. Calls <see cref="Rows.RowBuilder.Begin"/> itself.</summary>
    /// <param name="record">Filled in.</param>
    /// <param name="now">The caller's clocks, for paced sources.</param>
    /// <returns>What happened; see <see cref="ReadStatus"/> for what to do next.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: the input went away or cannot be read.</exception>
    ReadStatus Read(SourceRecord record, SourceTime now);
}
