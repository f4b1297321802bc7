using System;
using System.IO;
using HotPath.Foundation.Errors;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>
/// What an earlier life of a sink wrote behind its cursor. The sink gives those bytes again; here they are compared
/// with the file, from the stream's position to its end, so that the first byte behind them is the first to be written.
/// A last record that was cut is a prefix of what comes, and so is completed.
/// </summary>
/// <remarks>Threading: single-threaded.</remarks>
internal sealed class EarlierBytes
{
    private const int ChunkBytes = 64 * 1024;

    private readonly SinkFile _file;
    private readonly FileStream _stream;
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private long _offsetBytes;
    private long _endBytes;

    public EarlierBytes(SinkFile file)
    {
        _file = file;
        _stream = file.Stream;
        _offsetBytes = _stream.Position;
        _endBytes = _stream.Length;
    }

    /// <summary>Whether the file holds bytes that have not been given again.</summary>
    public bool AreLeft => _offsetBytes < _endBytes;

    /// <summary>Compares bytes with those that the file holds in their place.</summary>
    /// <param name="bytes">What the sink gives next.</param>
    /// <returns>How many of them are there already; the rest is to be written. Unit: bytes.</returns>
    /// <exception cref="HotPathException">HP2005: the file holds others.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public int Match(ReadOnlySpan<byte> bytes)
    {
        int matched = 0;
        while (matched < bytes.Length && AreLeft)
        {
            int length = (int)Math.Min(Math.Min(bytes.Length - matched, ChunkBytes), _endBytes - _offsetBytes);
            Span<byte> there = _chunk.AsSpan(0, length);
            _stream.ReadExactly(there);
            int same = there.CommonPrefixLength(bytes.Slice(matched, length));
            matched += same;
            _offsetBytes += same;
            if (same < length)
            {
                CutZeros(bytes[matched..]);
            }
        }

        return matched;
    }

    /// <summary>The sink gives nothing more: the file must not hold more either.</summary>
    /// <exception cref="HotPathException">HP2005: it does.</exception>
    /// <exception cref="IOException">The file cannot be read or cut.</exception>
    public void ExpectEnd()
    {
        if (AreLeft)
        {
            CutZeros([]);
        }
    }

    // Goes on over a difference if the file is zero from there to its end: a power cut leaves such a tail.
    private void CutZeros(ReadOnlySpan<byte> expected)
    {
        if (!StoredBytes.IsZero(_stream, _offsetBytes, _endBytes, _chunk))
        {
            throw Diverged(expected);
        }

        _stream.SetLength(_offsetBytes);
        _stream.Position = _offsetBytes;
        _endBytes = _offsetBytes;
    }

    private HotPathException Diverged(ReadOnlySpan<byte> expected)
    {
        string there = StoredBytes.ExcerptAt(_stream, _offsetBytes, _endBytes);
        string wanted = expected.IsEmpty ? "the end" : StoredBytes.Excerpt(expected);
        return new HotPathException(
            ErrorCode.ReplayDiverged,
            $"{_file.Name} holds other output than this run gives again: at byte {_offsetBytes} there is "
            + $"{there}, and it should be {wanted}; nothing was overwritten. If something else wrote the "
            + "file, put it back as it was left, or keep it and start anew with an empty data directory and another "
            + "'path'; if nothing did, report this");
    }
}
