using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotPath.Foundation.Hashing;

namespace HotPath.Sbe.Fuzz.Targets;

/// <summary>
/// A decoder with an off-by-one bounds check, which fuzzing must find: a length of one octet, then as many octets.
/// </summary>
/// <param name="isUnchecked">Whether it reads memory without the checks of spans, as unsafe code would.</param>
internal sealed class BrokenTarget(bool isUnchecked) : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => isUnchecked ? "broken-read" : "broken-check";

    /// <inheritdoc/>
    public FuzzOutcome Execute(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return new FuzzOutcome("HeaderCut", null);
        }

        // Wrong on purpose: the octet of the length itself is left out.
        int length = input[0];
        if (length > input.Length)
        {
            return new FuzzOutcome("DataPastEnd", null);
        }

        int sum = 0;
        for (int index = 1; index <= length; index++)
        {
            sum += isUnchecked ? Unsafe.Add(ref MemoryMarshal.GetReference(input), index) : input[index];
        }

        return new FuzzOutcome(sum < 0 ? "Negative" : "None", null);
    }

    /// <inheritdoc/>
    public int Make(SplitMix64 random, Span<byte> to)
    {
        int length = random.Below(40);
        to[..(length + 1)].Clear();
        to[0] = (byte)Math.Max(0, length + random.Below(7) - 3);
        return length + 1;
    }
}
