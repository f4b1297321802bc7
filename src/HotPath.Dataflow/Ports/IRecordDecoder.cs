using System;

namespace HotPath.Dataflow.Ports;

/// <summary>Makes a row of a record that comes alone: in a message, not in a file.</summary>
/// <remarks>Threading: single-threaded. Must not allocate per record in the steady state.</remarks>
public interface IRecordDecoder
{
    /// <summary>Decodes one record.</summary>
    /// <param name="content">The whole record and nothing else; a line of text may end with its line end.</param>
    /// <param name="record">Gets the row, or why there is none.</param>
    /// <returns><see cref="ReadStatus.Row"/> or <see cref="ReadStatus.Rejected"/>.</returns>
    ReadStatus Decode(ReadOnlySpan<byte> content, SourceRecord record);
}
