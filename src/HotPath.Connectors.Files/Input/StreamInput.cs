using System;
using System.IO;
using HotPath.Foundation.Errors;

namespace HotPath.Connectors.Files.Input;

/// <summary>A plain stream as input: a file, or an injected stream that stays open.</summary>
internal sealed class StreamInput : ByteInput
{
    private readonly Stream _stream;
    private readonly bool _isOwned;
    private readonly bool _hasLength; // files that the kernel makes up have none, though they have bytes

    public StreamInput(string name, Stream stream, bool isOwned)
        : base(name)
    {
        _stream = stream;
        _isOwned = isOwned;
        _hasLength = stream is FileStream { CanSeek: true, Length: > 0 };
    }

    /// <summary>A named pipe or terminal cannot seek.</summary>
    public override bool IsReplayable => _stream.CanSeek;

    public override int Read(Span<byte> target)
    {
        try
        {
            int read = _stream.Read(target);
            CheckEnd(read);
            return read;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"input '{Name}' cannot be read: {error.Message}; check that it is a readable file",
                error);
        }
    }

    public override void Dispose()
    {
        if (_isOwned)
        {
            _stream.Dispose();
        }
    }

    // Rows that were there are not missed without a word.
    private void CheckEnd(int read)
    {
        if (read == 0 && _hasLength && _stream.Length < _stream.Position)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"input '{Name}' was cut to {_stream.Length} bytes while it was read: {_stream.Position} had been; put "
                + "it back and run again");
        }
    }
}
