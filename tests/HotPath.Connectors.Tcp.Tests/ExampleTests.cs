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

    private static void Send(string host, int port, List<byte[]> records)
    {
        // begin
        using var client = new IngressClient(new IngressClientOptions { Host = host, Port = port, Client = "shop-1" });
        NodeWelcome welcome = client.Connect()!;
        while (client.NextSequence <= records.Count)
        {
            // After Rewound, NextSequence says where to go on: a node without a data directory forgets.
            _ = client.Send(records[(int)client.NextSequence - 1]);
        }

        _ = client.Flush(); // everything is acknowledged
        // end
        Assert.That(welcome.Table, Is.EqualTo("t"));
    }
}
