namespace HotPath.Foundation.Hashing;

/// <summary>Seeded pseudo-random numbers that are the same in every process and version (SplitMix64).</summary>
/// <remarks>Threading: single-threaded. Not for secrets.</remarks>
public sealed class SplitMix64
{
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;

    private ulong _state;

    /// <summary>Starts a sequence.</summary>
    /// <param name="seed">Equal seeds give equal sequences.</param>
    public SplitMix64(ulong seed) => _state = seed;

    /// <summary>Next number.</summary>
    /// <returns>64 well-mixed bits.</returns>
    public ulong Next()
    {
        ulong z = _state += Step;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }

    /// <summary>Passes over numbers, as if they had been drawn; as quick for many as for one.</summary>
    /// <param name="count">How many; not negative.</param>
    public void Skip(ulong count) => _state += count * Step;

    /// <summary>Next number below a bound, without bias that matters below 2^32.</summary>
    /// <param name="bound">Positive, exclusive.</param>
    /// <returns>Range: 0 to bound - 1.</returns>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>Next number of a range.</summary>
    /// <param name="from">Smallest, inclusive.</param>
    /// <param name="to">Largest, inclusive; not below <paramref name="from"/>.</param>
    /// <returns>A number of the range.</returns>
    public long Between(long from, long to)
    {
        ulong span = (ulong)(to - from) + 1;
        return span == 0 ? (long)Next() : from + (long)System.Math.BigMul(Next(), span, out _);
    }
}
