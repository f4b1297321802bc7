using System;
using System.IO;
using System.IO.Compression;

namespace HotPath.Foundation.Files;

/// <summary>
/// What a gzip stream unpacks to, member after member. A cut stream is not taken for a shorter whole one, nor bytes
/// behind the last member for none; zero bytes there are padding, as for gzip(1).
/// </summary>
/// <remarks>Threading: single-threaded. A read throws <see cref="InvalidDataException"/> at what is no gzip.</remarks>
public sealed class StrictGzipStream : ReadOnlyStream
{
    // Read once by the runtime, on first use: so whoever unpacks in this process does it here.
    private const string Switch = "System.IO.Compression.UseStrictValidation";

    private readonly PackedBytes _packed;
    private readonly GZipStream _unpacked;

    /// <summary>Unpacks a stream.</summary>
    /// <param name="packed">What is packed; closed with this one.</param>
    public StrictGzipStream(Stream packed)
    {
        AppContext.SetSwitch(Switch, isEnabled: true);
        _packed = new PackedBytes(packed);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <summary>Whether all that is packed is used up: a read that then fails lacks what was cut off.</summary>
    public bool HasEnded => _packed.HasEnded;

    /// <summary>Whether nothing is packed, not even an empty member.</summary>
    public bool IsVoid => _packed.HasEnded && _packed.LengthBytes == 0;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = _unpacked.Read(buffer);

        // It says that it is at its end without having asked for more when it has some that begins no member.
        return count > 0 || buffer.IsEmpty || _packed.HasEnded || _packed.IsInPadding
            ? count
            : throw new InvalidDataException("what follows its last member is no gzip.");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            _packed.Dispose();
        }

        base.Dispose(disposing);
    }
}
