using System;
using HotPath.Journal.Storage;
using HotPath.Runtime.Environments;

namespace HotPath.Runtime.Simulation;

/// <summary>
/// The seams of a simulated node: a struct around its world, so that node code is compiled for it alone.
/// </summary>
public readonly struct SimulatedEnvironment : IEnvironment
{
    private readonly SimulatedWorld _world;

    /// <summary>Seams to a world.</summary>
    /// <param name="world">The world.</param>
    public SimulatedEnvironment(SimulatedWorld world) => _world = world;

    /// <inheritdoc/>
    public long NowMs => _world.NowMs;

    /// <inheritdoc/>
    public long NowNs => _world.NowNs;

    /// <inheritdoc/>
    public bool IsConnected => false;

    /// <inheritdoc/>
    public int BatchFrames(int framesMax) => _world.BatchFrames(framesMax);

    /// <inheritdoc/>
    public IAppendFile Create(string path) => _world.Storage.Create(path);

    /// <inheritdoc/>
    public ISequentialFile OpenRead(string path) => _world.Storage.OpenRead(path);

    /// <inheritdoc/>
    public bool TryReceive(Span<byte> target, out int lengthBytes)
    {
        lengthBytes = 0;
        return false;
    }

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> datagram) => false;

    /// <inheritdoc/>
    public bool Fault(FaultPoint point) => _world.Fault(point);
}
