using System;
using HotPath.Foundation.Threads;

namespace HotPath.Connectors.Files.Input;

/// <summary>
/// A pipe as input: a thread in the background opens it and waits for bytes, so that ingress never does and a stop is
/// heard while the pipe is silent.
/// </summary>
internal sealed class PipeInput : ByteInput
{
    private readonly BackgroundReader _reader;
    private ByteInput? _inner; // of the reader's thread, until its end

    public PipeInput(string name, Func<ByteInput> open, int chunkBytes)
        : base(name) => _reader = new BackgroundReader(
            chunk => (_inner ??= open()).Read(chunk), () => _inner?.Dispose(), chunkBytes, "hotpath-pipe");

    public override bool IsReplayable => false;

    public override int Read(Span<byte> target)
    {
        if (!_reader.TryRead(target, waitMs: 0, out int count))
        {
            return NothingNow;
        }

        IsCutShort |= count == 0 && _inner!.IsCutShort;
        return count;
    }

    public override void Dispose() => _reader.Dispose();
}
