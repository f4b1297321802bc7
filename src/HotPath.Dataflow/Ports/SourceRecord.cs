using System;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;

namespace HotPath.Dataflow.Ports;

/// <summary>What a source fills in when asked for its next record; reused for every record.</summary>
/// <remarks>Threading: single-threaded; owned by ingress.</remarks>
public sealed class SourceRecord : IDisposable
{
    /// <summary>Bytes of a rejected record that are kept. Unit: bytes.</summary>
    public const int RawBytesMax = 4096;

    /// <summary>Longest name of a client. Unit: bytes.</summary>
    public const int ClientBytesMax = 64;

    private readonly byte[] _raw = new byte[RawBytesMax];
    private readonly byte[] _client = new byte[ClientBytesMax];
    private int _clientBytes;

    /// <summary>A record for rows of one table.</summary>
    /// <param name="heap">Where the row's buffer comes from.</param>
    /// <param name="schema">Layout of the table's rows.</param>
    public SourceRecord(NativeHeap heap, RowSchema schema) => Row = new RowBuilder(heap, schema);

    /// <summary>The row, after <see cref="ReadStatus.Row"/>.</summary>
    public RowBuilder Row { get; }

    /// <summary>
    /// Number of the record in its file, from 1, counting rejected ones. For line formats: the line it starts at. Of a
    /// source with clients: the number that the client gave it.
    /// </summary>
    public long RecordNumber { get; set; }

    /// <summary>Index of the file within the table's input, from 0, in file-name order.</summary>
    public int FileIndex { get; set; }

    /// <summary>
    /// Ingest time of a record out of a recorded log; -1 otherwise: the sequencer stamps it. Unit: ms since the Unix
    /// epoch.
    /// </summary>
    public long IngestTimeMs { get; set; } = -1;

    /// <summary>
    /// When the record was to arrive, whether anyone was ready for it or not; -1: when it was asked for. Unit: ns of
    /// the monotonic clock (<see cref="SourceTime.Ns"/>).
    /// </summary>
    public long ArrivalNs { get; set; } = -1;

    /// <summary>Name of the client that sent the record; empty for a source without clients.</summary>
    public ReadOnlySpan<byte> Client => _client.AsSpan(0, _clientBytes);

    /// <summary>Why the record was rejected.</summary>
    public RejectReason Reason { get; private set; }

    /// <summary>Column that was at fault, or -1.</summary>
    public int Column { get; private set; } = -1;

    /// <summary>First bytes of a rejected record, at most <see cref="RawBytesMax"/>.</summary>
    public ReadOnlySpan<byte> Raw => _raw.AsSpan(0, RawLengthBytes);

    /// <summary>How many raw bytes are kept. Unit: bytes.</summary>
    public int RawLengthBytes { get; private set; }

    /// <summary>Records a rejection; allocates nothing.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="column">Column at fault, or -1.</param>
    /// <param name="raw">The record as it was read; cut at <see cref="RawBytesMax"/>.</param>
    /// <returns><see cref="ReadStatus.Rejected"/>, for the caller to return.</returns>
    public ReadStatus Reject(RejectReason reason, int column, ReadOnlySpan<byte> raw)
    {
        Reason = reason;
        Column = column;
        RawLengthBytes = Math.Min(raw.Length, RawBytesMax);
        raw[..RawLengthBytes].CopyTo(_raw);
        return ReadStatus.Rejected;
    }

    /// <summary>Notes who sent the record.</summary>
    /// <param name="name">At most <see cref="ClientBytesMax"/>.</param>
    public void SetClient(ReadOnlySpan<byte> name)
    {
        name.CopyTo(_client);
        _clientBytes = name.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => Row.Dispose();
}
