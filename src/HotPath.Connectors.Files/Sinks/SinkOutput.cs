using System;
using System.IO;
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
    private readonly bool _isOwned;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _filledBytes;
    private long _writtenBytes;

    public SinkOutput(string name, Stream? stream, bool isOwned)
    {
        _name = name;
        _stream = stream;
        _isOwned = isOwned;
    }

    public long LengthBytes { get; private set; }

    public ulong ChainHash { get; private set; }

    /// <summary>Creates or empties a file for output.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="sink">Table, for messages.</param>
    /// <returns>The output; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP2002: a folder is in the way, or the file cannot be written.</exception>
    public static SinkOutput Create(string path, string sink)
    {
        if (Directory.Exists(path))
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"sink {sink}: '{path}' is a folder; 'path' must name the one file that the sink writes");
        }

        try
        {
            var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                Share = FileShare.Read,
                BufferSize = 0,
            });
            return new SinkOutput($"sink {sink}: '{path}'", file, isOwned: true);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"sink {sink}: '{path}' cannot be created: folder '{Path.GetDirectoryName(path)}' does not exist; "
                + "create it",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"sink {sink}: '{path}' cannot be created: {error.Message}; check 'path' and its folder",
                error);
        }
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
        Guarded(static stream => stream.Flush());
    }

    /// <summary>Flushes, and closes a file.</summary>
    public void Complete()
    {
        Flush();
        if (_isOwned)
        {
            Guarded(static stream => stream.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _filledBytes = 0;
        if (_isOwned)
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
            _stream!.Write(bytes);
            _writtenBytes += bytes.Length;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }
    }

    private void Guarded(Action<Stream> action)
    {
        try
        {
            action(_stream!);
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
