using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Benchmarks.Sbe;

/// <summary>The same work done in several ways, of which one is the hand-written overlay.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Variants">Ways; the first is the overlay.</param>
internal sealed record Workload(string Name, IReadOnlyList<Variant> Variants)
{
    /// <summary>Messages that are gone through again and again, so that no value is a constant.</summary>
    public const int Messages = 64;

    /// <summary>Holds all variants to the sum of the first.</summary>
    /// <exception cref="InvalidOperationException">One reads something else, or refuses a message.</exception>
    public void Check()
    {
        long wanted = Variants[0].Check();
        foreach (Variant variant in Variants)
        {
            long sum = variant.Check();
            if (sum != wanted)
            {
                throw new InvalidOperationException($"{Name}: {variant.Name} gives {sum}, {Variants[0].Name} {wanted}");
            }
        }
    }

    /// <summary>Measures the variants in turns.</summary>
    /// <param name="rounds">Turns of each.</param>
    /// <returns>Figures of each variant, in their order.</returns>
    public IReadOnlyList<VariantFigures> Measure(int rounds)
    {
        int[] counts = [.. Variants.Select(VariantTiming.WarmUp)];
        var nanoseconds = Variants.Select(_ => new double[rounds]).ToArray();
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < Variants.Count; turn++)
            {
                int index = (turn + round) % Variants.Count;
                nanoseconds[index][round] = VariantTiming.Nanoseconds(Variants[index], counts[index]);
            }
        }

        return [.. Variants.Select((variant, index) => new VariantFigures(
            variant, nanoseconds[index], nanoseconds[0], VariantTiming.AllocatedBytes(variant)))];
    }
}
