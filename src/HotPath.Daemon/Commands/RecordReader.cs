using System;
using System.IO;
using HotPath.Client.Protocol;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Daemon.Commands;

/// <summary>Cuts a stream into the records that are sent: lines, or framed SBE messages without their frames.</summary>
/// <remarks>Threading: single-threaded. Allocates only while it grows to the longest record.</remarks>
internal sealed class RecordReader : IDisposable
{
    private const int InitialBytes = 64 * 1024;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly MessageFraming? _framing;
    private readonly bool _passesBlank;
    private readonly int _recordBytesMax;
    private byte[] _buffer = new byte[InitialBytes];
    private int _start;
    private int _end;
    private bool _hasEnded;

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

                Records++;
                CheckLength(recordBytes);
                return true;
            }

            if (_hasEnded)
            {
                record = default;
                return rest.IsEmpty
                    ? false
                    : throw Unreadable("ends inside a message; give the whole file, or say its '--framing'");
            }

            CheckLength(rest.Length - IngressProtocol.PrefixBytes);
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
        if (rest.Length < prefixBytes)
        {
            return false;
        }

        if (!IsFrame(rest, out long messageBytes))
        {
            throw Unreadable(
                $"has no message of framing '{_framing.Name}' behind record {Records}; say its '--framing'");
        }

        CheckLength(messageBytes);
        recordBytes = (int)messageBytes;
        totalBytes = prefixBytes + recordBytes;
        return rest.Length >= totalBytes;
    }

    private bool IsFrame(ReadOnlySpan<byte> rest, out long messageBytes) =>
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
