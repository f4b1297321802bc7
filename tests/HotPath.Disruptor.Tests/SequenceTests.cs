using System;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

[TestFixture]
public sealed class SequenceTests
{
    [Test]
    public void Size_OfAnInstance_IncludesThePadding()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var sequence = new Sequence();
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(sequence);
        Assert.That(bytes, Is.GreaterThanOrEqualTo((2 * CacheLine.PaddingBytes) + sizeof(long)));
    }

    [Test]
    public void Publish_NewValue_IsRead()
    {
        var sequence = new Sequence(5);
        Assert.That(sequence.Value, Is.EqualTo(5));
        sequence.Publish(77);
        Assert.That(sequence.Value, Is.EqualTo(77));
    }
}
