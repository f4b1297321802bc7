using HotPath.Disruptor.Processing;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

[TestFixture]
public sealed class LengthPrefixedTests
{
    private const int PayloadBytesMax = int.MaxValue - 15;

    [TestCase(0, 32)]
    [TestCase(24, 32)]
    [TestCase(25, 40)]
    [TestCase(PayloadBytesMax, int.MaxValue - 7)]
    public void AlignedBytes_OfAPayload_HaveRoomForItsLength(int payloadBytes, int expected)
    {
        using var ring = new RingBuffer(4096);
        Assert.That(ring.TryClaim(32, out nint frame), Is.True);
        LengthPrefixed.Begin(frame, payloadBytes);
        Assert.That(LengthPrefixed.AlignedBytes(payloadBytes), Is.EqualTo(expected));
        Assert.That(LengthPrefixed.AlignedBytesOf(frame), Is.EqualTo(expected));
    }

    [TestCase(-1)]
    [TestCase(int.MinValue)]
    [TestCase(PayloadBytesMax + 1)]
    [TestCase(int.MaxValue)]
    public void Payload_OfALengthThatCannotBe_IsRefused_AndNothingWritten(int payloadBytes)
    {
        using var ring = new RingBuffer(4096);
        Assert.That(ring.TryClaim(32, out nint frame), Is.True);
        Raw.Write(frame, 7);
        Assert.That(
            () => LengthPrefixed.AlignedBytes(payloadBytes),
            Throws.TypeOf<System.ArgumentOutOfRangeException>().With.Message.Contains($"{payloadBytes} bytes"));
        Assert.That(() => LengthPrefixed.Begin(frame, payloadBytes), Throws.TypeOf<System.ArgumentOutOfRangeException>());
        Assert.That(Raw.Read<int>(frame), Is.EqualTo(7));
    }
}
