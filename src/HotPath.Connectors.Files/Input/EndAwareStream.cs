using System;
using System.IO;

namespace HotPath.Connectors.Files.Input;

/// <summary>Passes reads through and remembers whether the end was seen: tells a cut file from a damaged one.</summary>
internal sealed class EndAwareStream : Stream
{
    private readonly Stream _inner;

    public EndAwareStream(Stream inner) => _inner = inner;

    public bool HasEnded { get; private set; }

    public long LengthBytes { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = _inner.Read(buffer);
        HasEnded = count == 0 && buffer.Length > 0;
        LengthBytes += count;
        return count;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
