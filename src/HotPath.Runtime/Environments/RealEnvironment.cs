using System;
using HotPath.Foundation.Time;
using HotPath.Journal.Storage;

namespace HotPath.Runtime.Environments;

/// <summary>The machine's clocks and disk. Holds nothing; copies are equal.</summary>
public readonly struct RealEnvironment : IEnvironment
{
    /// <inheritdoc/>
    public long NowMs => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public long NowNs => MonotonicClock.NowNs;

    /// <inheritdoc/>
    public bool IsConnected => false;

    /// <inheritdoc/>
    public int BatchFrames(int framesMax) => framesMax;

    /// <inheritdoc/>
    public IAppendFile Create(string path) => new DiskStorage().Create(path);

    /// <inheritdoc/>
    public ISequentialFile OpenRead(string path) => new DiskStorage().OpenRead(path);

    /// <inheritdoc/>
    public bool TryReceive(Span<byte> target, out int lengthBytes)
    {
        lengthBytes = 0;
        return false;
    }

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> datagram) => false;

    /// <inheritdoc/>
    public bool Fault(FaultPoint point) => false;
}
