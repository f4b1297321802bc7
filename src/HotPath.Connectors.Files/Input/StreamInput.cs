using System;
using System.IO;
using HotPath.Foundation.Errors;

namespace HotPath.Connectors.Files.Input;

/// <summary>A plain stream as input: a file, or an injected stream that stays open.</summary>
internal sealed class StreamInput : ByteInput
{
    private readonly Stream _stream;
    private readonly bool _isOwned;

    public StreamInput(string name, Stream stream, bool isOwned)
        : base(name)
    {
        _stream = stream;
        _isOwned = isOwned;
    }

    /// <summary>A named pipe or terminal cannot seek.</summary>
    public override bool IsReplayable => _stream.CanSeek;

    public override int Read(Span<byte> target)
    {
        try
        {
            return _stream.Read(target);
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
}
