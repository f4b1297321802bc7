using System;
using System.Collections.Generic;
using HotPath.Client.Protocol;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Client.Tests;

/// <summary>What a client holds, against a queue of arrays.</summary>
public sealed class UnacknowledgedFramesTests
{
    private const ulong Seed = 20_261_128;

    [Test]
    public void Frames_AddedSentAndAcknowledged_AreThoseOfAQueue()
    {
        var random = new SplitMix64(Seed);
        var frames = new UnacknowledgedFrames(bytesMax: 200_000);
        var expected = new Queue<(long Sequence, byte[] Frame)>();
        long next = 1;
        long acknowledged = 0;
        int sentBytes = 0;
        int refused = 0;
        for (int i = 0; i < 60_000; i++)
        {
            switch (random.Below(10))
            {
                case < 6:
                    byte[] content = new byte[random.Below(random.Below(50) == 0 ? 90_000 : 200)];
                    Array.Fill(content, (byte)next);
                    byte[] frame = new byte[IngressProtocol.RecordOverheadBytes + content.Length];
                    _ = IngressProtocol.WriteRecord(frame, next, content);
                    if (frames.TryAppend(next, content))
                    {
                        expected.Enqueue((next++, frame));
                    }
                    else
                    {
                        refused++;
                    }

                    break;
                case < 8:
                    int some = random.Below(frames.Unsent.Length + 1);
                    frames.NoteSent(some);
                    sentBytes += some;
                    break;
                case 8 when random.Below(20) == 0:
                    frames.Rewind();
                    sentBytes = 0;
                    break;
                default:
                    // No more than was sent can be acknowledged.
                    for (int n = random.Below(40); n > 0 && expected.Count > 0 && expected.Peek().Frame.Length <= sentBytes; n--)
                    {
                        sentBytes -= expected.Peek().Frame.Length;
                        acknowledged = expected.Dequeue().Sequence;
                    }

                    frames.DropThrough(acknowledged);
                    break;
            }

            var all = new List<byte>();
            if (i % 97 == 0)
            {
                foreach ((_, byte[] frame) in expected)
                {
                    all.AddRange(frame);
                }

                Assert.That(frames.Unsent.SequenceEqual(all.ToArray().AsSpan(sentBytes)), Is.True, $"step {i}, seed {Seed}");
                Assert.That(frames.IsEmpty, Is.EqualTo(expected.Count == 0));
            }
        }

        Assert.That(refused, Is.GreaterThan(0), "the limit was never met");
        Assert.That(acknowledged, Is.GreaterThan(1000));
    }

    [Test]
    public void Frame_AcknowledgedWhileAPartOfItIsSent_IsSentToItsEnd()
    {
        const int frameBytes = IngressProtocol.RecordOverheadBytes + 100;
        var frames = new UnacknowledgedFrames(bytesMax: 4096);
        for (int sequence = 1; sequence <= 4; sequence++)
        {
            Assert.That(frames.TryAppend(sequence, new byte[100]), Is.True);
        }

        frames.NoteSent(frameBytes + 10);
        frames.DropThrough(3);
        Assert.That(
            frames.Unsent.Length, Is.EqualTo((2 * frameBytes) - 10), "the rest of the second, and the fourth: the third is safe");
        frames.NoteSent(frameBytes - 10);
        frames.DropThrough(3);
        Assert.That(frames.Unsent.Length, Is.EqualTo(frameBytes), "the fourth");
        Assert.That(IngressProtocol.SequenceOf(frames.Unsent), Is.EqualTo(4));
    }

    [Test]
    public void Frame_LongerThanTheLimit_HasRoomAlone()
    {
        var frames = new UnacknowledgedFrames(bytesMax: 4096);
        Assert.That(frames.TryAppend(1, new byte[100_000]), Is.True);
        Assert.That(frames.TryAppend(2, []), Is.False);
        frames.NoteSent(frames.Unsent.Length);
        frames.DropThrough(1);
        Assert.That(frames.TryAppend(2, []), Is.True);
    }
}
