using System;

namespace HotPath.Sbe.Framing;

/// <summary>Looks for the next frame where none can begin: damage costs what it hides, not the rest of a stream.
/// </summary>
/// <remarks>Threading: pure functions. Allocates nothing.</remarks>
public static class FrameSearch
{
    /// <summary>Finds the first place at which a frame may begin.</summary>
    /// <param name="octets">Where to look.</param>
    /// <param name="fromBytes">First place to try. Unit: bytes.</param>
    /// <param name="beginBytes">Octets that the test needs. Unit: bytes.</param>
    /// <param name="test">The test.</param>
    /// <param name="foundBytes">The place; else the first that was not tried, for want of octets. Unit: bytes.</param>
    /// <typeparam name="TTest">Type of the test.</typeparam>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind<TTest>(
        ReadOnlySpan<byte> octets, int fromBytes, int beginBytes, TTest test, out int foundBytes)
        where TTest : IFrameTest
    {
        ArgumentNullException.ThrowIfNull(test);
        foundBytes = fromBytes;
        while (foundBytes + beginBytes <= octets.Length)
        {
            if (test.IsFrame(octets[foundBytes..]))
            {
                return true;
            }

            foundBytes++;
        }

        return false;
    }
}
