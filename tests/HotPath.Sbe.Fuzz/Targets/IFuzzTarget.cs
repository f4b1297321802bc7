using System;
using HotPath.Foundation.Hashing;

namespace HotPath.Sbe.Fuzz.Targets;

/// <summary>What inputs are given to.</summary>
internal interface IFuzzTarget
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>Reads one input.</summary>
    /// <param name="input">Any octets.</param>
    /// <returns>What it made of them; any number, small ones first.</returns>
    /// <exception cref="FuzzFindingException">A promise is broken. Any other exception is a finding as well.</exception>
    FuzzOutcome Execute(ReadOnlySpan<byte> input);

    /// <summary>Makes an input from a message that was good.</summary>
    /// <param name="random">Decides everything.</param>
    /// <param name="to">Room for it.</param>
    /// <returns>Its length. Unit: bytes.</returns>
    int Make(SplitMix64 random, Span<byte> to);
}
