using System;
using System.IO;
using HotPath.Connectors.Files.Sinks;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;

namespace HotPath.Connectors.Files;

/// <summary>
/// Stands in for the file of a sink when a journal is replayed: takes the bytes that the sink gives, writes none, and
/// compares them with those that the file holds in their place.
/// </summary>
/// <remarks>
/// Threading: single-threaded. The file may end early, even within a row, as a crash leaves it: what a checkpoint does
/// not know to be published need not be there. Devices hold nothing and are passed over.
/// </remarks>
public sealed class ComparedFileStream : WriteOnlyStream
{
    private const int ChunkBytes = 64 * 1024;
    private const string Devices = "/dev/";

    private readonly string _name;
    private readonly FileStream? _file;
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private long _startBytes = long.MaxValue;
    private long _offsetBytes;
    private long _endBytes;

    /// <summary>Nothing compared yet.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="sink">Sink, for messages.</param>
    /// <param name="offsetBytes">Place of the first byte that the sink gives. Unit: bytes.</param>
    /// <exception cref="HotPathException">HP2001: the file cannot be read.</exception>
    internal ComparedFileStream(string path, string sink, long offsetBytes)
    {
        Path = path;
        Sink = sink;
        _name = $"sink {sink}: '{path}'";
        _offsetBytes = offsetBytes;
        IsAbsent = !File.Exists(path) || path.StartsWith(Devices, StringComparison.Ordinal);
        _file = IsAbsent ? null : Open(path);
        _endBytes = _file?.Length ?? 0;
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Name of the sink.</summary>
    public string Sink { get; }

    /// <summary>Whether there is nothing to compare with: no file, or a device.</summary>
    public bool IsAbsent { get; }

    /// <summary>Bytes found equal. Unit: bytes.</summary>
    public long ComparedBytes { get; private set; }

    /// <summary>The first difference, or <see langword="null"/>.</summary>
    public string? Difference { get; private set; }

    /// <summary>Compares from a place on; until then nothing is.</summary>
    /// <param name="offsetBytes">The place; not before what was given last. Unit: bytes.</param>
    public void StartAt(long offsetBytes) => _startBytes = offsetBytes;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int before = (int)Math.Clamp(_startBytes - _offsetBytes, 0, buffer.Length);
        if (!IsAbsent && Difference is null && before < buffer.Length)
        {
            Guarded(buffer[before..], _offsetBytes + before);
        }

        _offsetBytes += buffer.Length;
    }

    /// <summary>The sink gives nothing more.</summary>
    /// <param name="publishedBytes">What the newest checkpoint knows to be published. Unit: bytes.</param>
    /// <param name="isWhole">Whether the sink has given everything that the journal gives.</param>
    public void Complete(long publishedBytes, bool isWhole)
    {
        if (IsAbsent || Difference is not null || _startBytes == long.MaxValue)
        {
            return;
        }

        if (_endBytes < Math.Min(publishedBytes, _offsetBytes))
        {
            Difference = $"{_name} holds {_endBytes} bytes, but {publishedBytes} of it were published";
        }
        else if (isWhole && _endBytes > _offsetBytes)
        {
            Guarded([], _offsetBytes);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Guarded(ReadOnlySpan<byte> bytes, long offsetBytes)
    {
        try
        {
            if (bytes.IsEmpty)
            {
                NoteDifference(bytes, offsetBytes);
            }
            else
            {
                Compare(bytes, offsetBytes);
            }
        }
        catch (IOException error)
        {
            throw Unreadable(Path, error);
        }
    }

    private void Compare(ReadOnlySpan<byte> bytes, long offsetBytes)
    {
        _file!.Position = Math.Min(offsetBytes, _endBytes);
        while (!bytes.IsEmpty && offsetBytes < _endBytes)
        {
            int length = (int)Math.Min(Math.Min(bytes.Length, ChunkBytes), _endBytes - offsetBytes);
            Span<byte> there = _chunk.AsSpan(0, length);
            _file.ReadExactly(there);
            int same = there.CommonPrefixLength(bytes);
            ComparedBytes += same;
            offsetBytes += same;
            bytes = bytes[same..];
            if (same < length)
            {
                NoteDifference(bytes, offsetBytes);
                return;
            }
        }
    }

    // Zeros to the end are what a power cut leaves where bytes should be: the file ends there.
    private void NoteDifference(ReadOnlySpan<byte> expected, long offsetBytes)
    {
        if (StoredBytes.IsZero(_file!, offsetBytes, _endBytes, _chunk))
        {
            _endBytes = offsetBytes;
            return;
        }

        string there = StoredBytes.ExcerptAt(_file!, offsetBytes, _endBytes);
        Difference = $"{_name} holds {there} at byte {offsetBytes}; the journal gives "
            + (expected.IsEmpty ? "the end" : StoredBytes.Excerpt(expected));
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error);
        }
    }

    private static HotPathException Unreadable(string path, Exception error) => new(
        ErrorCode.InputUnreadable,
        $"'{path}' cannot be read: {error.Message}; a replay compares the files of sinks: check its rights, or move it "
        + "away to have it passed over",
        error);
}
