using System;
using HotPath.Client.Protocol;

namespace HotPath.Client;

/// <summary>Frames of records that are not acknowledged yet, in the order of their numbers, as they go on the wire.
/// </summary>
/// <remarks>
/// <code>
/// 0       start          sent           end        capacity
/// +-------+--------------+--------------+----------+
/// | free  | sent already | to be sent   | free     |
/// +-------+--------------+--------------+----------+
/// </code>
/// Threading: single-threaded. Allocates only while it grows to its limit.
/// </remarks>
internal sealed class UnacknowledgedFrames
{
    private const int InitialBytes = 64 * 1024;

    private readonly int _bytesMax;
    private byte[] _buffer = new byte[InitialBytes];
    private int _start;
    private int _sent;
    private int _end;

    /// <summary>No frames.</summary>
    /// <param name="bytesMax">Frames held at most, except that one always has room. Unit: bytes.</param>
    public UnacknowledgedFrames(int bytesMax) => _bytesMax = bytesMax;

    /// <summary>Whether everything is acknowledged.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>What is still to be sent.</summary>
    public ReadOnlySpan<byte> Unsent => _buffer.AsSpan(_sent, _end - _sent);

    /// <summary>Adds a record.</summary>
    /// <param name="sequence">Its number: one more than that of the record before.</param>
    /// <param name="content">Its content.</param>
    /// <returns>False when others must be acknowledged first.</returns>
    public bool TryAppend(long sequence, ReadOnlySpan<byte> content)
    {
        int frameBytes = checked(IngressProtocol.RecordOverheadBytes + content.Length);
        if (!IsEmpty && _end - _start + (long)frameBytes > _bytesMax)
        {
            return false;
        }

        MakeRoom(frameBytes);
        _end += IngressProtocol.WriteRecord(_buffer.AsSpan(_end), sequence, content);
        return true;
    }

    /// <summary>Some of <see cref="Unsent"/> is on its way.</summary>
    /// <param name="lengthBytes">How much. Unit: bytes.</param>
    public void NoteSent(int lengthBytes) => _sent += lengthBytes;

    /// <summary>Everything must be sent again.</summary>
    public void Rewind() => _sent = _start;

    /// <summary>Forgets what is acknowledged, but for a frame of which a part is on its way: the rest must follow.
    /// </summary>
    /// <remarks>Behind a <see cref="Rewind"/> more may be acknowledged than has been sent since: what the connection
    /// before brought.</remarks>
    /// <param name="sequence">Last number that is.</param>
    public void DropThrough(long sequence)
    {
        int partial = 0;
        int partialBytes = 0;
        while (_start < _end && IngressProtocol.SequenceOf(_buffer.AsSpan(_start)) <= sequence)
        {
            _ = IngressProtocol.Cut(_buffer.AsSpan(_start, _end - _start), int.MaxValue, out long frameBytes);
            if (_start < _sent && _sent < _start + frameBytes)
            {
                partial = _start;
                partialBytes = (int)frameBytes;
            }

            _start += (int)frameBytes;
        }

        if (partialBytes > 0)
        {
            // Over what is acknowledged behind it, which then need not be sent.
            _start -= partialBytes;
            _buffer.AsSpan(partial, partialBytes).CopyTo(_buffer.AsSpan(_start));
            _sent += _start - partial;
        }

        _sent = Math.Max(_sent, _start);
        if (IsEmpty)
        {
            Clear();
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _start = _sent = _end = 0;

    private void MakeRoom(int lengthBytes)
    {
        if (_buffer.Length - _end >= lengthBytes)
        {
            return;
        }

        int keptBytes = _end - _start;
        byte[] target = _buffer;
        if (keptBytes + (long)lengthBytes > _buffer.Length / 2)
        {
            // Twice what is needed: the kept part moves once for each time that the buffer fills, not for each record.
            target = new byte[Math.Min(Array.MaxLength, 2L * (keptBytes + lengthBytes))];
        }

        _buffer.AsSpan(_start, keptBytes).CopyTo(target);
        _buffer = target;
        _sent -= _start;
        _end = keptBytes;
        _start = 0;
    }
}
