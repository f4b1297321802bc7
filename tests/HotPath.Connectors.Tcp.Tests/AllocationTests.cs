using System;
using HotPath.Client;
using NUnit.Framework;

namespace HotPath.Connectors.Tcp.Tests;

/// <summary>Records cost no memory: not at the client, not on the network's thread, not at ingress.</summary>
public sealed class AllocationTests
{
    private const int WarmUp = 20_000;
    private const int Measured = 100_000;
    private const int RoundsMax = 5;

    [Test]
    public void Record_FromClientToIngress_AllocatesNothing()
    {
        using var node = new TestNode(("credit", "1024")) { Keeps = false };
        using var client = new IngressClient(
            new IngressClientOptions { Host = "127.0.0.1", Port = node.Port, Client = "a" });
        _ = client.Connect();
        Send(node, client, WarmUp);
        long least = long.MaxValue;
        long leastHere = long.MaxValue;
        for (int round = 0; round < RoundsMax && (least >= Measured / 10 || leastHere > 0); round++)
        {
            long begin = GC.GetTotalAllocatedBytes(precise: true);
            long beginHere = GC.GetAllocatedBytesForCurrentThread();
            Send(node, client, Measured);

            // A buffer may still grow, and the runner's own threads write now and then; an object a record would be
            // millions in every round.
            leastHere = Math.Min(leastHere, GC.GetAllocatedBytesForCurrentThread() - beginHere);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - begin);
        }

        TestContext.Out.WriteLine($"{least} bytes on all threads for {Measured} records");
        Assert.That(leastHere, Is.Zero, "client and ingress");
        Assert.That(least, Is.LessThan(Measured / 10), "all threads");
    }

    private static void Send(TestNode node, IngressClient client, int records)
    {
        ReadOnlySpan<byte> record = "2026-08-01 12:00:05.000,paris,12.50"u8;
        long end = client.NextSequence + records;
        while (client.Acknowledged < end - 1)
        {
            for (int i = 0; i < 256 && client.NextSequence < end; i++)
            {
                if (client.TrySend(record) != SendStatus.Taken)
                {
                    break;
                }
            }

            _ = client.Work(waitMs: 0);
            _ = node.Take();
        }
    }
}
