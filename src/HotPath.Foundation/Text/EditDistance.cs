using System;

namespace HotPath.Foundation.Text;

/// <summary>How far a misspelt name is from the one that was meant.</summary>
public static class EditDistance
{
    /// <summary>
    /// Slips between two names: a character missing, too many or wrong, or two neighbours swapped, is one each. Case
    /// does not count.
    /// </summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other.</param>
    /// <returns>Unit: slips; 0 for equal names.</returns>
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        // Three rows of the table: this one, the one above, and the one above that for swaps.
        int[] row = new int[right.Length + 1];
        int[] above = new int[right.Length + 1];
        int[] top = new int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            (top, above, row) = (above, row, top);
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int least = above[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                least = Math.Min(least, Math.Min(above[j], row[j - 1]) + 1);
                bool isSwap = i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]);
                row[j] = isSwap ? Math.Min(least, top[j - 2] + 1) : least;
            }
        }

        return row[right.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
