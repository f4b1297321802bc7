using System;
using System.IO;
using System.IO.Compression;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;

namespace HotPath.Connectors.Files.Input;

/// <summary>A gzip file as input, member after member.</summary>
/// <remarks>
/// A file cut inside a member gives what could be unpacked and then says <see cref="ByteInput.IsCutShort"/>.
/// </remarks>
internal sealed class GzipInput : ByteInput
{
    private readonly EndAwareStream _packed;
    private readonly GZipStream _unpacked;
    private readonly bool _isReplayable;

    public GzipInput(string name, Stream stream)
        : base(name)
    {
        _isReplayable = stream.CanSeek;
        _packed = new EndAwareStream(stream);
        _unpacked = StrictGzip.Unpack(_packed);
    }

    public override bool IsReplayable => _isReplayable;

    public override int Read(Span<byte> target)
    {
        try
        {
            int count = _unpacked.Read(target);
            IsCutShort |= count == 0 && _packed.LengthBytes == 0;
            return count;
        }
        catch (InvalidDataException) when (_packed.HasEnded)
        {
            IsCutShort = true;
            return 0;
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"input '{Name}' cannot be unpacked: {error.Message}; check it with 'gzip -t' and use another copy",
                error);
        }
    }

    public override void Dispose()
    {
        _unpacked.Dispose();
        _packed.Dispose();
    }
}
