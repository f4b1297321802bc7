using System;
using System.IO;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>
/// The bytes of a sink on their way out: length, hash chain, and a buffer that is written in whole rows.
/// </summary>
/// <remarks>
/// Threading: single-threaded. The chain is Mix(chain, hash of the row's bytes) row by row, so it does not depend on
/// when the buffer is flushed. Without a stream the bytes are counted and dropped.
/// </remarks>
internal sealed class SinkOutput : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly string _name;
    private readonly Stream? _stream;
    private readonly SinkFile? _file;
    private readonly EarlierBytes? _earlier;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private OutputTurn? _turn;
    private byte[] _heading = [];
    private int _filledBytes;
    private long _writtenBytes;

    /// <summary>Output to a stream that stays open, or to nothing.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="stream">Where bytes go, or <see langword="null"/>.</param>
    /// <param name="resume">Where length and chain go on.</param>
    public SinkOutput(string name, Stream? stream, SinkCursor? resume)
    {
        _name = name;
        _stream = stream;
        LengthBytes = resume?.LengthBytes ?? 0;
        ChainHash = resume?.ChainHash ?? 0;
        _writtenBytes = LengthBytes;
    }

    private SinkOutput(SinkFile file, EarlierBytes? earlier, SinkCursor? resume)
        : this(file.Name, file.Stream, resume)
    {
        _file = file;
        _earlier = earlier;
    }

    public long LengthBytes { get; private set; }

    public ulong ChainHash { get; private set; }

    /// <summary>Output to a file: created or emptied for a new run, gone on with otherwise.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="sink">Table, for messages.</param>
    /// <param name="resume">Where to go on.</param>
    /// <returns>The output; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP2002: a folder is in the way, or the file cannot be written. HP2005: it
    /// holds less than was published. HP2006: what it holds cannot be made durable.</exception>
    public static SinkOutput Open(string path, string sink, SinkCursor? resume)
    {
        if (resume is null)
        {
            return new SinkOutput(SinkFile.Create(path, sink), earlier: null, resume);
        }

        SinkFile file = SinkFile.Resume(path, sink, resume.Value.LengthBytes, out bool isDevice);
        return new SinkOutput(file, isDevice ? null : new EarlierBytes(file), resume);
    }

    /// <summary>
    /// Says that others write to the stream, too: where this output goes on behind one of them, its heading comes
    /// again. It counts neither for the length nor for the chain.
    /// </summary>
    /// <param name="turn">Whose rows stand last.</param>
    /// <param name="heading">Whole lines.</param>
    public void Share(OutputTurn turn, ReadOnlySpan<byte> heading)
    {
        _turn = turn;
        turn.Join();
        _heading = heading.ToArray();
    }

    /// <summary>Takes the bytes of one row.</summary>
    /// <param name="row">Whole row.</param>
    public void Append(ReadOnlySpan<byte> row)
    {
        LengthBytes += row.Length;
        ChainHash = StableHash.Mix(ChainHash, StableHash.Of(row));
        if (_stream is null)
        {
            return;
        }

        if (row.Length > BufferBytes - _filledBytes)
        {
            WriteBuffer();
        }

        if (row.Length > BufferBytes)
        {
            WriteOut(row);
            return;
        }

        row.CopyTo(_buffer.AsSpan(_filledBytes));
        _filledBytes += row.Length;
    }

    /// <summary>Hands everything to the operating system.</summary>
    public void Flush()
    {
        if (_stream is null)
        {
            return;
        }

        WriteBuffer();
        Guarded(static output => output._stream!.Flush());
    }

    /// <summary>Flushes, and makes a file durable.</summary>
    public void Sync()
    {
        Flush();
        _file?.Sync();
    }

    /// <summary>Flushes, and closes a file, which then holds exactly what was given.</summary>
    public void Complete()
    {
        Flush();
        Guarded(static output =>
        {
            output._earlier?.ExpectEnd();
            output._file?.Stream.Dispose();
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _filledBytes = 0;
        if (_file is not null)
        {
            _stream?.Dispose();
        }
    }

    private void WriteBuffer()
    {
        int filled = _filledBytes;
        _filledBytes = 0;
        if (filled > 0)
        {
            WriteOut(_buffer.AsSpan(0, filled));
        }
    }

    private void WriteOut(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_turn?.Take(this) == true && _writtenBytes > 0)
            {
                _stream!.Write(_heading);
            }

            int there = _earlier?.Match(bytes) ?? 0;
            _stream!.Write(bytes[there..]);
            _writtenBytes += bytes.Length;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }
    }

    private void Guarded(Action<SinkOutput> action)
    {
        try
        {
            action(this);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }
    }

    private HotPathException Unwritable(Exception error) => new(
        ErrorCode.OutputUnwritable,
        $"{_name} cannot be written after {_writtenBytes} bytes: {error.Message}; "
        + "make room or choose another place, and run again",
        error);
}
