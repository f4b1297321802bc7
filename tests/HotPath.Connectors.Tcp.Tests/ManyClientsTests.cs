using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using HotPath.Client;
using HotPath.Client.Protocol;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Connectors.Tcp.Tests;

/// <summary>Hundreds of clients at once, of which a fifth is slow, dead or hostile: the others do not feel them.</summary>
public sealed class ManyClientsTests
{
    private const long FloodBytesMax = 12 * 1024 * 1024;
    private const int SettleTries = 30;
    private const int SettleMs = 100;
    private const int RecordsEach = 120;
    private const int KeptBytesAClient = 120 * 1024;
    private const ulong Seed = 20_261_128;

    // HOTPATH_TCP_CLIENTS: 200, or 1000 in scripts/soak. A fifth of them is slow, dead or hostile.
    private static readonly int Clients = int.Parse(
        Environment.GetEnvironmentVariable("HOTPATH_TCP_CLIENTS") ?? "200", CultureInfo.InvariantCulture);

    private static readonly int Slow = Clients / 15;
    private static readonly int Dead = Clients / 15;
    private static readonly int Hostile = (Clients / 5) - Slow - Dead;
    private static readonly int Normal = Clients - Slow - Dead - Hostile;

    [Test]
    public void Clients_OfEveryKind_EachGetWhatIsTheirs()
    {
        using var node = new TestNode(("credit", "16"), ("frame-timeout", "2 s"), ("hello-timeout", "2 s"));
        var random = new SplitMix64(Seed);
        List<IngressClient> normal = [.. Enumerable.Range(0, Normal).Select(i => Client(node, i))];
        List<RawClient> slow = [.. Enumerable.Range(0, Slow).Select(_ => new RawClient(node))];
        List<RawClient> dead = [.. Enumerable.Range(0, Dead).Select(i => Died(node, i))];
        List<RawClient> hostile = [.. Enumerable.Range(0, Hostile).Select(_ => new RawClient(node))];
        byte[][] slowBytes = [.. Enumerable.Range(0, Slow).Select(SlowStream)];
        var slowSent = new int[Slow];
        long begin = GC.GetTotalMemory(forceFullCollection: true);
        node.TakeUntil(
            () =>
            {
                foreach (IngressClient client in normal)
                {
                    Advance(client);
                }

                for (int i = 0; i < Slow; i++)
                {
                    // A byte a turn.
                    slowSent[i] += slowSent[i] < slowBytes[i].Length ? slow[i].TrySend(slowBytes[i].AsSpan(slowSent[i], 1)) : 0;
                }

                hostile = [.. hostile.Select(client => Attack(node, client, random))];
                return normal.All(static client => client.Acknowledged == RecordsEach);
            },
            "every normal client is done");
        long grown = GC.GetTotalMemory(forceFullCollection: true) - begin;
        TestContext.Out.WriteLine(
            $"{Clients} clients, {Slow} slow, {Dead} dead, {Hostile} hostile: {node.Counters}; {grown / 1024} KiB more, seed {Seed}");
        foreach (IngressClient client in normal)
        {
            client.Dispose();
        }

        for (int i = 0; i < Normal; i++)
        {
            Assert.That(
                node.Taken[$"normal-{i}"],
                Is.EqualTo(Enumerable.Range(1, RecordsEach).Select(n => ((long)n, Text(i, n)))),
                $"client {i}, seed {Seed}");
        }

        Assert.That(node.Taken.Keys.Where(static name => name.StartsWith("hostile", StringComparison.Ordinal)), Is.Empty);
        Assert.That(node.Counters.HasRefusals, Is.True);
        foreach (ByeReason reason in (ByeReason[])[ByeReason.PROTOCOL, ByeReason.TOO_LARGE, ByeReason.CHECKSUM, ByeReason.GAP])
        {
            Assert.That(node.Counters.Ended(reason), Is.GreaterThan(0), $"{reason}");
        }

        // Each connection may hold a buffer of 32 KiB; what the test keeps of the records is in it too.
        Assert.That(grown, Is.LessThan((long)Clients * KeptBytesAClient));
        slow.ForEach(static client => client.Dispose());
        dead.ForEach(static client => client.Dispose());
        hostile.ForEach(static client => client.Dispose());
    }

    [Test]
    public void Memory_UnderAFloodOfFramesThatAreAllWrong_StaysFlat()
    {
        using var node = new TestNode(("record.max-bytes", "1048576"));
        var random = new SplitMix64(Seed + 1);
        var flood = new RawClient(node);
        int connections = 0;
        long begin = 0;
        while (connections < 400)
        {
            if (connections == 100 && begin == 0)
            {
                begin = GC.GetTotalMemory(forceFullCollection: true);
            }

            RawClient next = Attack(node, flood, random);
            connections += next == flood ? 0 : 1;
            flood = next;
            node.Take();
        }

        // On a busy machine the network's thread has not yet come to all that have gone.
        long grown = GC.GetTotalMemory(forceFullCollection: true) - begin;
        for (int i = 0; i < SettleTries && grown >= FloodBytesMax; i++)
        {
            Thread.Sleep(SettleMs);
            grown = GC.GetTotalMemory(forceFullCollection: true) - begin;
        }

        flood.Dispose();
        TestContext.Out.WriteLine($"{node.Counters}; {grown / 1024} KiB more");
        // Those that were told to go keep their 32 KiB for a second, 64 of them at most.
        Assert.That(grown, Is.LessThan(FloodBytesMax), "300 connections came, and an eighth announced a megabyte each: 37 MiB");
    }

    private static IngressClient Client(TestNode node, int i)
    {
        var client = new IngressClient(
            new IngressClientOptions { Host = "127.0.0.1", Port = node.Port, Client = $"normal-{i}" });
        Assert.That(client.Connect()!.Sequence, Is.Zero);
        return client;
    }

    private static void Advance(IngressClient client)
    {
        if (client.NextSequence <= RecordsEach)
        {
            int i = int.Parse(client.Name["normal-".Length..], CultureInfo.InvariantCulture);
            _ = client.TrySend(System.Text.Encoding.ASCII.GetBytes(Text(i, (int)client.NextSequence)));
        }

        Assert.That(client.Work(waitMs: 0), Is.True);
    }

    private static string Text(int client, int record) =>
        string.Create(CultureInfo.InvariantCulture, $"record {record} of {client}");

    private static byte[] SlowStream(int i) =>
        [.. RawClient.Hello($"slow-{i}"), .. RawClient.Record(1, "one"), .. RawClient.Record(2, "two")];

    // Half of the dead say nothing; the others begin a record and stop.
    private static RawClient Died(TestNode node, int i)
    {
        var client = new RawClient(node);
        return i % 2 == 0 ? client : client.Send(RawClient.Hello($"dead-{i}")).Send(RawClient.Record(1, "one").AsSpan(0, 20));
    }

    private static RawClient Attack(TestNode node, RawClient client, SplitMix64 random)
    {
        if (client.Read().IsClosed)
        {
            client.Dispose();
            client = new RawClient(node);
        }

        byte[] record = RawClient.Record(1, "harm");
        byte[] hello = RawClient.Hello($"hostile-{random.Below(1000)}");
        switch (random.Below(8))
        {
            case 0:
                record[^1] ^= 0x40;
                client.TrySend([.. hello, .. record]);
                break;
            case 1:
                client.TrySend([.. hello, .. RawClient.Record(2 + random.Below(100), "harm")]);
                break;
            case 2:
                record[0] = 0x70;
                client.TrySend([.. hello, .. record]);
                break;
            case 3:
                // Announces nearly a megabyte where that is allowed, and sends nothing of it.
                record[1] = 0x0F;
                client.TrySend([.. hello, .. record[..8]]);
                client.Dispose();
                return new RawClient(node);
            case 4:
                client.TrySend(hello);
                client.TrySend(hello);
                break;
            case 5:
                // Template or schema: another version or block would be a sound record.
                record[IngressProtocol.PrefixBytes + 2 + random.Below(4)] ^= (byte)(1 + random.Below(255));
                client.TrySend([.. hello, .. record]);
                break;
            default:
                byte[] noise = new byte[1 + random.Below(64)];
                for (int i = 0; i < noise.Length; i++)
                {
                    noise[i] = (byte)random.Next();
                }

                client.TrySend(noise);
                break;
        }

        return client;
    }
}
