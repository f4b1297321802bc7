using System.IO;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Memory;

/// <summary>A heap whose blocks lie in a file: against a plain array for each block.</summary>
public sealed class SpilledHeapTests
{
    // On both sides of what is carved and what is not, and odd ones.
    private static readonly int[] Lengths = [1, 64, 100, 4096, 256 * 1024, 1024 * 1024, (1024 * 1024) + 1, 5_000_000];

    [Test]
    public void Blocks_TakenAndGivenBack_AreZeroedAlignedAndKeepWhatIsWritten([Values(1, 2, 3)] int seed)
    {
        using var file = new SpillFile(Path.GetTempPath());
        var heap = new NativeHeap(file);
        HeapChurn.Run(heap, Lengths, seed);

        Assert.That(file.LiveBytes, Is.GreaterThan(0));
        heap.ReleaseFile();
        Assert.That(file.LiveBytes, Is.Zero);
    }

    [Test]
    public void Blocks_WithoutRoomOnTheDisk_LieInMemory()
    {
        using var file = new SpillFile("/no/such/folder");
        var heap = new NativeHeap(file);
        nint block = heap.Allocate(100);
        Raw.Write(block, 7L);
        Assert.That(Raw.Read<long>(block), Is.EqualTo(7));
        heap.Free(block, 100);
        Assert.That(heap.LiveBytes, Is.Zero);
        Assert.That(file.TakenBytes, Is.Zero);
    }
}
