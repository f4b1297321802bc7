using HotPath.Foundation.Hashing;

namespace HotPath.Sql.Tests.Syntax;

/// <summary>A replayable stream of numbers for the tests of this folder.</summary>
internal sealed class SplitMix
{
    private readonly ulong _seed;
    private ulong _drawn;

    public SplitMix(ulong seed) => _seed = seed;

    public int Next(int limit) => (int)(StableHash.Mix(_seed, ++_drawn) % (ulong)limit);
}
