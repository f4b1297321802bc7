using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using HotPath.Client.Protocol;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Daemon.Commands;

/// <summary>Cuts a stream into the records that are sent: lines, or framed SBE messages without their frames.</summary>
/// <remarks>
/// Where no frame can begin, the next place is looked for that looks like one, as a filesystem table does. What lies
/// between is one record, which the node rejects: numbers stay those of the stream, and the damage is a dead letter.
/// Threading: single-threaded. Allocates only while it grows to the longest record, and at damage.
/// </remarks>
internal sealed class RecordReader : IDisposable, IFrameTest
{
    private const int InitialBytes = 64 * 1024;
    private const int HeaderBytes = 8;
    private const int SchemaBytes = 4; // from there on: id and version of the schema
    private const int LongestBytes = 16 * 1024 * 1024; // of any table; a search goes no further

    private readonly Stream _stream;
    private readonly string _name;
    private readonly MessageFraming? _framing;
    private readonly bool _passesBlank;
    private readonly int _recordBytesMax;
    private byte[] _buffer = new byte[InitialBytes];
    private int _start;
    private int _end;
    private bool _hasEnded;
    private bool _isLost;
    private int _searchedBytes;
    private uint _schema;

    /// <summary>Reads a stream from its start.</summary>
    /// <param name="open">Opens the stream; it is disposed with the reader.</param>
    /// <param name="name">For messages.</param>
    /// <param name="format">Format of the records.</param>
    /// <param name="framing">Name of the framing of SBE messages.</param>
    /// <param name="recordBytesMax">Longest record. Unit: bytes.</param>
    public RecordReader(Func<Stream> open, string name, RecordFormat format, string framing, int recordBytesMax)
    {
        _stream = open();
        _name = name;
        _recordBytesMax = recordBytesMax;
        _passesBlank = format == RecordFormat.JSON;

        // What is sent goes without the frame, and the byte order is the message's own.
        _framing = format == RecordFormat.SBE ? MessageFraming.Find(framing, ByteOrder.LittleEndian) : null;
    }

    /// <summary>Records read so far. Unit: records.</summary>
    public long Records { get; private set; }

    /// <summary>Numbers of the records that are damaged stretches.</summary>
    public List<long> Damaged { get; } = [];

    /// <summary>Reads the next record.</summary>
    /// <param name="beforeRead">Called before the stream is asked, which may take long.</param>
    /// <param name="record">Valid until the next call.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="HotPathException">HP2001: the stream cannot be read, or is no sequence of records.</exception>
    public bool TryRead(Action? beforeRead, out ReadOnlySpan<byte> record)
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_start, _end - _start);
            if (TryCut(rest, out int prefixBytes, out int recordBytes, out int totalBytes))
            {
                record = rest.Slice(prefixBytes, recordBytes);
                _start += totalBytes;
                if (_passesBlank && !record.ContainsAnyExcept(" \t\r\n"u8))
                {
                    continue;
                }

                CheckLength(recordBytes);
                Records++;
                return true;
            }

            if (_hasEnded)
            {
                record = default;
                return rest.IsEmpty
                    ? false
                    : throw Unreadable("ends inside a message; give the whole file, or say its '--framing'");
            }

            CheckLength(_framing is null ? rest.Length - IngressProtocol.PrefixBytes : 0);
            beforeRead?.Invoke();
            Fill();
        }
    }

    /// <summary>Passes over lines that are no records.</summary>
    /// <param name="lines">How many. Unit: lines.</param>
    public void SkipLines(int lines)
    {
        for (int i = 0; i < lines; i++)
        {
            int end;
            while ((end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) < 0 && !_hasEnded)
            {
                Fill();
            }

            _start = end < 0 ? _end : _start + end + 1;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private bool TryCut(ReadOnlySpan<byte> rest, out int prefixBytes, out int recordBytes, out int totalBytes)
    {
        prefixBytes = recordBytes = totalBytes = 0;
        if (_framing is not null)
        {
            return TryCutMessage(rest, out prefixBytes, out recordBytes, out totalBytes);
        }

        int end = rest.IndexOf((byte)'\n');
        if (end < 0 && (!_hasEnded || rest.IsEmpty))
        {
            return false;
        }

        totalBytes = end < 0 ? rest.Length : end + 1;
        recordBytes = end < 0 ? rest.Length : end;
        recordBytes -= recordBytes > 0 && rest[recordBytes - 1] == '\r' ? 1 : 0;
        return true;
    }

    private bool TryCutMessage(ReadOnlySpan<byte> rest, out int prefixBytes, out int recordBytes, out int totalBytes)
    {
        prefixBytes = _framing!.PrefixBytes;
        recordBytes = totalBytes = 0;
        if (!_isLost && (rest.IsEmpty || (rest.Length < prefixBytes && !_hasEnded)))
        {
            return false;
        }

        long messageBytes = 0;
        if (!_isLost && (rest.Length < prefixBytes || !TryReadPrefix(rest, out messageBytes)))
        {
            Lose();
        }
        else if (!_isLost && messageBytes > _recordBytesMax)
        {
            if (rest.Length < prefixBytes + messageBytes + prefixBytes + HeaderBytes
                && messageBytes <= LongestBytes && !_hasEnded)
            {
                return false;
            }

            // A damaged length looks like this too, but then nothing begins where it says.
            CheckLength(IsFollowed(rest, messageBytes) ? messageBytes : 0);
            Lose();
        }
        else if (!_isLost && rest.Length < prefixBytes + messageBytes)
        {
            if (!_hasEnded)
            {
                return false;
            }

            Lose();
        }

        if (_isLost)
        {
            prefixBytes = 0;
            return TryCutDamage(rest, out recordBytes, out totalBytes);
        }

        recordBytes = (int)messageBytes;
        totalBytes = prefixBytes + recordBytes;
        _schema = Records == 0 ? SchemaOf(rest) : _schema;
        return true;
    }

    private void Lose()
    {
        // A stream that begins so is rather one of another framing.
        if (Records == 0)
        {
            throw Unreadable(
                $"begins with no whole message of framing '{_framing!.Name}'; say its '--framing', or cut off what is "
                + "damaged");
        }

        _isLost = true;
        _searchedBytes = 1;
    }

    private bool TryCutDamage(ReadOnlySpan<byte> rest, out int recordBytes, out int totalBytes)
    {
        recordBytes = totalBytes = 0;
        int beginBytes = _framing!.PrefixBytes + HeaderBytes;
        if (!FrameSearch.TryFind(rest, _searchedBytes, beginBytes, this, out _searchedBytes))
        {
            if (_hasEnded)
            {
                throw Unreadable(
                    $"ends inside a message or in damage behind record {Records}; give the whole file, or cut it "
                    + "there");
            }

            return rest.Length <= LongestBytes
                ? false
                : throw Unreadable(
                    $"is damaged behind record {Records}: no message begins in the next {LongestBytes} bytes; mend or "
                    + "cut it there");
        }

        totalBytes = _searchedBytes;
        recordBytes = Math.Min(totalBytes, _recordBytesMax);
        _isLost = false;
        Damaged.Add(Records + 1);
        return true;
    }

    /// <inheritdoc/>
    bool IFrameTest.IsFrame(ReadOnlySpan<byte> octets) =>
        TryReadPrefix(octets, out long messageBytes)
        && messageBytes >= HeaderBytes
        && messageBytes <= _recordBytesMax
        && (_framing!.Name == MessageFraming.Simple || SchemaOf(octets) == _schema);

    private bool IsFollowed(ReadOnlySpan<byte> rest, long messageBytes)
    {
        long endBytes = _framing!.PrefixBytes + messageBytes;
        return (rest.Length == endBytes && _hasEnded)
            || (rest.Length >= endBytes + _framing.PrefixBytes + HeaderBytes
                && ((IFrameTest)this).IsFrame(rest[(int)endBytes..]));
    }

    // A bare length has nothing that tells it from other octets, so the header behind it must be like the first one.
    private uint SchemaOf(ReadOnlySpan<byte> frame)
    {
        int atBytes = _framing!.PrefixBytes + SchemaBytes;
        return frame.Length < atBytes + sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(frame[atBytes..]);
    }

    private bool TryReadPrefix(ReadOnlySpan<byte> rest, out long messageBytes) =>
        _framing!.TryRead(rest, out messageBytes)
        || MessageFraming.Find(_framing.Name, ByteOrder.BigEndian)!.TryRead(rest, out messageBytes);

    private void CheckLength(long lengthBytes)
    {
        if (lengthBytes > _recordBytesMax)
        {
            throw Unreadable(
                $"has a record of {lengthBytes} bytes or more (record {Records + 1}), but the table takes at most "
                + $"{_recordBytesMax}; raise its 'record.max-bytes'");
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        try
        {
            int count = _stream.Read(_buffer.AsSpan(_end));
            _end += count;
            _hasEnded = count == 0;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw Unreadable($"cannot be read: {error.Message}");
        }
    }

    private HotPathException Unreadable(string problem) => new(ErrorCode.InputUnreadable, $"input '{_name}' {problem}");
}
