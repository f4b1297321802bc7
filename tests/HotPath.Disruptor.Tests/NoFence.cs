using HotPath.Disruptor.Rings;

namespace HotPath.Disruptor.Tests;

/// <summary>The control of a litmus: what happens without the fence.</summary>
internal readonly struct NoFence : IFence
{
    public static void Full()
    {
    }
}
