namespace HotPath.Operators.State;

/// <summary>Hashes whose slots have been asked for, until those have come.</summary>
/// <remarks>Threading: single-threaded.</remarks>
internal sealed class AskedHashes
{
    private const int SlotsAhead = 4; // a power of two

    private readonly ulong[] _hashes = new ulong[SlotsAhead];
    private int _count;

    /// <summary>Takes a hash whose slot has just been asked for.</summary>
    /// <param name="hash">The hash.</param>
    /// <returns>One whose slot was asked for some calls ago; 0 at first.</returns>
    public ulong Exchange(ulong hash)
    {
        ref ulong place = ref _hashes[_count++ & (SlotsAhead - 1)];
        ulong due = place;
        place = hash;
        return due;
    }
}
