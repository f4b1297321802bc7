using System;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;

namespace HotPath.Connectors.Files.Input;

/// <summary>A gzip file as input, member after member.</summary>
/// <remarks>
/// A file cut inside a member gives what could be unpacked and then says <see cref="ByteInput.IsCutShort"/>.
/// </remarks>
internal sealed class GzipInput : ByteInput
{
    private readonly StrictGzipStream _unpacked;
    private readonly bool _isReplayable;

    public GzipInput(string name, Stream stream)
        : base(name)
    {
        _isReplayable = stream.CanSeek;
        _unpacked = new StrictGzipStream(stream);
    }

    public override bool IsReplayable => _isReplayable;

    public override int Read(Span<byte> target)
    {
        try
        {
            int count = _unpacked.Read(target);
            IsCutShort |= count == 0 && _unpacked.IsVoid;
            return count;
        }
        catch (InvalidDataException) when (_unpacked.HasEnded)
        {
            IsCutShort = true;
            return 0;
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"input '{Name}' cannot be unpacked: {error.Message.TrimEnd('.')}; check it with 'gzip -t' and use "
                + "another copy",
                error);
        }
    }

    public override void Dispose() => _unpacked.Dispose();
}
