using System;
using System.Numerics;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Memory;

namespace HotPath.Connectors.Tcp;

/// <summary>Records on their way from the network's thread to ingress: one ring for all clients of a table.</summary>
/// <remarks>
/// <code>
/// 0                 4                8          16         24       24 + client bytes   multiple of 8
/// +-----------------+----------------+----------+----------+--------+-------------------+
/// | content bytes   | client bytes   | sequence | arrival  | client | content           |
/// +-----------------+----------------+----------+----------+--------+-------------------+
/// </code>
/// Threading: one producer, one consumer. Allocates nothing after its construction.
/// </remarks>
internal sealed class RecordQueue : IDisposable
{
    private const int ClientBytesOffset = 4;
    private const int SequenceOffset = 8;
    private const int ArrivalOffset = 16;
    private const int HeaderBytes = 24;
    private const int AlignmentBytes = 8;
    private const int CapacityBytesMin = 1024 * 1024;
    private const int RecordsMin = 4;

    private readonly RingBuffer _ring;
    private readonly Sequence _consumed;
    private long _next;

    /// <summary>A queue with room for several of the longest records.</summary>
    /// <param name="recordBytesMax">Longest record. Unit: bytes.</param>
    /// <param name="clientBytesMax">Longest client name. Unit: bytes.</param>
    public RecordQueue(int recordBytesMax, int clientBytesMax)
    {
        long entryBytes = HeaderBytes + (long)clientBytesMax + recordBytesMax + AlignmentBytes;
        _ring = new RingBuffer(
            (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(CapacityBytesMin, RecordsMin * entryBytes)));
        _consumed = _ring.AddConsumer();
    }

    /// <summary>Puts a record behind the others; the consumer sees it after <see cref="Publish"/>.</summary>
    /// <param name="client">Name of the client.</param>
    /// <param name="sequence">The number that the client gave it.</param>
    /// <param name="arrivalNs">When it came. Unit: ns of the monotonic clock.</param>
    /// <param name="content">The record.</param>
    /// <param name="endPosition">Where it ends in the queue. Unit: bytes.</param>
    /// <returns>False when the queue is full.</returns>
    public bool TryPut(
        ReadOnlySpan<byte> client, long sequence, long arrivalNs, ReadOnlySpan<byte> content, out long endPosition)
    {
        int lengthBytes = HeaderBytes + client.Length + content.Length;
        if (!_ring.TryClaim(Aligned(lengthBytes), out nint address))
        {
            endPosition = 0;
            return false;
        }

        Raw.Write(address, content.Length);
        Raw.Write(address + ClientBytesOffset, client.Length);
        Raw.Write(address + SequenceOffset, sequence);
        Raw.Write(address + ArrivalOffset, arrivalNs);
        client.CopyTo(Raw.WritableSpan(address + HeaderBytes, client.Length));
        content.CopyTo(Raw.WritableSpan(address + HeaderBytes + client.Length, content.Length));
        endPosition = _ring.ClaimedPosition;
        return true;
    }

    /// <summary>Shows the consumer what was put.</summary>
    public void Publish() => _ring.Publish();

    /// <summary>The next record; gives up the one before.</summary>
    /// <param name="record">Valid until the next call.</param>
    /// <returns>False when there is none.</returns>
    public bool TryNext(out QueuedRecord record)
    {
        if (_consumed.Value != _next)
        {
            _consumed.Publish(_next);
        }

        if (_next == _ring.Cursor.Value)
        {
            record = default;
            return false;
        }

        nint address = _ring.AddressOf(_next);
        int contentBytes = Raw.Read<int>(address);
        int clientBytes = Raw.Read<int>(address + ClientBytesOffset);
        _next += Aligned(HeaderBytes + clientBytes + contentBytes);
        record = new QueuedRecord
        {
            Client = Raw.Span(address + HeaderBytes, clientBytes),
            Sequence = Raw.Read<long>(address + SequenceOffset),
            ArrivalNs = Raw.Read<long>(address + ArrivalOffset),
            Content = Raw.Span(address + HeaderBytes + clientBytes, contentBytes),
            EndPosition = _next,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _ring.Dispose();

    private static int Aligned(int lengthBytes) => (lengthBytes + AlignmentBytes - 1) & ~(AlignmentBytes - 1);
}
