using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using HotPath.Client;
using NUnit.Framework;

namespace HotPath.Connectors.Tcp.Tests;

/// <summary>The example of docs/tcp.md: HotPath.Structure.Tests holds the page against this file.</summary>
public sealed class ExampleTests
{
    [Test]
    public void Example_OfThePage_SendsEachRecordOnce()
    {
        using var node = new TestNode(("credit", "8"));
        List<byte[]> records = [.. Enumerable.Range(1, 100).Select(static i => Encoding.ASCII.GetBytes($"record {i}"))];
        Task sending = Task.Run(() => Send("127.0.0.1", node.Port, records));
        node.TakeUntil(() => sending.IsCompleted, "everything is sent");
        Assert.That(sending.Exception, Is.Null);
        Assert.That(
            node.Taken["shop-1"], Is.EqualTo(Enumerable.Range(1, 100).Select(static i => ((long)i, $"record {i}"))));
    }

    [Test]
    public void Example_WhoseNodeForgetsWhileItFlushes_SendsEachRecordToTheNext()
    {
        List<byte[]> records = [.. Enumerable.Range(1, 8).Select(static i => Encoding.ASCII.GetBytes($"record {i}"))];
        Task sending;
        int port;
        using (var first = new TestNode(("credit", "8")) { IsSafeAtOnce = false })
        {
            port = first.Port;
            sending = Task.Run(() => Send("127.0.0.1", port, records));
            while (first.Records < 4 && !sending.IsCompleted)
            {
                _ = first.Take(recordsMax: 1);
            }

            first.MakeSafe();
        }

        using var second = new TestNode(("listen", $"127.0.0.1:{port}"));
        second.TakeUntil(() => sending.IsCompleted, "everything is sent");
        Assert.That(sending.Exception, Is.Null);
        Assert.That(second.Taken["shop-1"].Select(static record => record.Sequence), Is.EqualTo(Enumerable.Range(1, 8)));
    }

    private static void Send(string host, int port, List<byte[]> records)
    {
        // begin
        using var client = new IngressClient(new IngressClientOptions { Host = host, Port = port, Client = "shop-1" });
        NodeWelcome? welcome = client.Connect();
        SendStatus status = welcome is null ? SendStatus.Stopped : SendStatus.Rewound;
        while (status == SendStatus.Rewound)
        {
            // NextSequence says where to go on, also later: a node without a data directory forgets.
            status = SendStatus.Taken;
            while (status == SendStatus.Taken && client.NextSequence <= records.Count)
            {
                status = client.Send(records[(int)client.NextSequence - 1]);
            }

            status = status == SendStatus.Taken ? client.Flush() : status;
        }

        // Taken: everything is acknowledged. Stopped, by the token in the options: not everything need be.
        // end
        Assert.That((welcome!.Table, status), Is.EqualTo(("t", SendStatus.Taken)));
    }
}
