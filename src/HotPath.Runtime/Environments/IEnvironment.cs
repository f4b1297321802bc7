using HotPath.Journal.Storage;

namespace HotPath.Runtime.Environments;

/// <summary>
/// Everything a node may learn from or do to the outside. A struct type parameter of the node: the real one costs
/// nothing, a simulated one drives the very same code under one seed.
/// </summary>
/// <remarks>Source: specs/reliability.md 3.2.</remarks>
public interface IEnvironment : IClock, IRandomness, IStorage, INetwork
{
    /// <summary>
    /// Whether to go wrong at a point, this time. Constant false in a real environment, so the question compiles away.
    /// </summary>
    /// <param name="point">The point.</param>
    /// <returns>Whether to.</returns>
    bool Fault(FaultPoint point);
}
