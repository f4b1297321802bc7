using System;
using System.Buffers.Binary;
using System.Linq;
using HotPath.Client;
using HotPath.Client.Protocol;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using NUnit.Framework;

namespace HotPath.Connectors.Tcp.Tests;

/// <summary>What a node and one client say to each other, right and wrong.</summary>
public sealed class ConversationTests
{
    [Test]
    public void Records_OfAClient_AreTakenInOrderAndAcknowledgedOnceSafe()
    {
        using var node = new TestNode(("credit", "10")) { IsSafeAtOnce = false };
        using var client = new RawClient(node);
        client.Send(RawClient.Hello("a")).SendRecord(1, "one").SendRecord(2, "!two").SendRecord(3, "three");
        node.TakeUntil(() => node.Records == 3, "three records");
        Assert.That(client.Read().Said, Is.EqualTo(new[] { "welcome 0 10" }), "nothing is safe yet");
        node.MakeSafe();
        node.TakeUntil(() => client.Read().Last == "ack 3 13", "all are safe");
        Assert.That(node.Taken["a"], Is.EqualTo(new[] { (1L, "one"), (2L, "Malformed !two"), (3L, "three") }));
    }

    [Test]
    public void Records_ThatAreSafe_AreAcknowledgedThoughOthersOfTheClientWaitInTheQueue()
    {
        using var node = new TestNode() { IsSafeAtOnce = false };
        using var client = new RawClient(node);
        using var other = new RawClient(node);
        client.Send(RawClient.Hello("a"));
        other.Send(RawClient.Hello("b")).SendRecord(1, "of another");
        Assert.That(() => node.Counters.Records, Is.EqualTo(1).After(10_000, 1), "in the queue");
        client.Send([.. Enumerable.Range(1, 8).SelectMany(static number => RawClient.Record(number, "text"))]);
        Assert.That(() => node.Counters.Records, Is.EqualTo(9).After(10_000, 1), "all are in the queue");

        Assert.That(node.Take(6), Is.EqualTo(6), "five of its own");
        node.MakeSafe();
        Assert.That(() => client.Read().Last, Is.EqualTo("ack 5 8197").After(10_000, 1), "the table is not read further");
        Assert.That(() => other.Read().Last, Is.EqualTo("ack 1 8193").After(10_000, 1));
    }

    [Test]
    public void Stream_OfOneByteAtATime_IsTaken()
    {
        using var node = new TestNode();
        using var client = new RawClient(node);
        byte[] all = [.. RawClient.Hello("a"), .. RawClient.Record(1, "one"), .. RawClient.Record(2, "two")];
        foreach (byte next in all)
        {
            client.Send([next]);
            node.Take();
        }

        node.TakeUntil(() => client.Read().Last.StartsWith("ack 2", StringComparison.Ordinal), "both are safe");
        Assert.That(node.Taken["a"], Is.EqualTo(new[] { (1L, "one"), (2L, "two") }));
    }

    [Test]
    public void Client_ThatComesAgain_GoesOnBehindWhatIsSafe()
    {
        using var node = new TestNode([new ClientCursor("a", 41), new ClientCursor("b", 7)]);
        using var first = new RawClient(node);
        first.Send(RawClient.Hello("a"));
        node.TakeUntil(() => first.Read().Last == "welcome 41 8233", "the welcome of an earlier life");
        first.SendRecord(40, "again").SendRecord(41, "again").SendRecord(42, "new");
        node.TakeUntil(() => first.Read().Last.StartsWith("ack 42", StringComparison.Ordinal), "the new one is safe");
        Assert.That(node.Taken["a"], Is.EqualTo(new[] { (42L, "new") }));
        Assert.That(node.Counters.Duplicates, Is.EqualTo(2));
        first.Dispose();
        using var second = new RawClient(node);
        second.Send(RawClient.Hello("a"));
        node.TakeUntil(() => second.Read().Last.StartsWith("welcome 42", StringComparison.Ordinal), "the welcome");
    }

    [Test]
    public void Record_SentAgainAlone_IsAcknowledgedAgain()
    {
        using var node = new TestNode([new ClientCursor("a", 5)]);
        using var client = new RawClient(node);
        client.Send(RawClient.Hello("a")).SendRecord(5, "again");
        node.TakeUntil(() => client.Read().Last == "ack 5 8197", "the reminder");
        Assert.That(node.Records, Is.Zero);
    }

    [Test]
    public void Connection_ThatIsNewer_TakesTheOlderOnesPlace()
    {
        using var node = new TestNode() { IsSafeAtOnce = false };
        using var older = new RawClient(node);
        older.Send(RawClient.Hello("a")).SendRecord(1, "one").SendRecord(2, "two");
        node.TakeUntil(() => node.Records == 2, "two records");
        using var newer = new RawClient(node);
        newer.Send(RawClient.Hello("a"));
        node.TakeUntil(() => newer.Read().Last == "welcome 0 8192", "nothing is safe");
        node.TakeUntil(() => older.Read().IsClosed, "the older one goes");
        Assert.That(older.Last, Is.EqualTo("bye REPLACED"));
        newer.SendRecord(1, "one").SendRecord(2, "two").SendRecord(3, "three");
        node.TakeUntil(() => node.Records == 3, "one more");
        node.MakeSafe();
        node.TakeUntil(() => newer.Read().Last.StartsWith("ack 3", StringComparison.Ordinal), "all three");
        Assert.That(node.Taken["a"].Select(static record => record.Text), Is.EqualTo(new[] { "one", "two", "three" }));
    }

    [Test]
    public void Connection_ThatWasReplacedAndGoesLate_LeavesItsClientKnown()
    {
        using var node = new TestNode();
        using var first = new RawClient(node);
        first.Send(RawClient.Hello("a"));
        node.TakeUntil(() => first.Read().Last.StartsWith("welcome", StringComparison.Ordinal), "the first is welcome");
        using (var second = new RawClient(node))
        {
            second.Send(RawClient.Hello("a"));
            node.TakeUntil(() => second.Read().Last.StartsWith("welcome", StringComparison.Ordinal), "the second takes its place");
        }

        node.TakeUntil(() => node.Counters.Clients == 0, "nobody has sent a record");
        using var third = new RawClient(node);
        third.Send(RawClient.Hello("a")).SendRecord(1, "one");
        node.TakeUntil(() => third.Read().Last == "ack 1 8193", "the third sends one");
        first.Dispose();
        using var other = new RawClient(node);
        other.Send(RawClient.Hello("b"));
        node.TakeUntil(() => other.Read().Last.StartsWith("welcome", StringComparison.Ordinal), "the first was seen to go");
        using var fourth = new RawClient(node);
        fourth.Send(RawClient.Hello("a"));
        node.TakeUntil(() => fourth.Read().Said.Count > 0, "the fourth is welcome");
        Assert.That(fourth.Said[0], Is.EqualTo("welcome 1 8193"), "its record is known");
    }

    [Test]
    public void Client_WhoseNodeDoesNotAnswerAgain_SaysThatItIsNotConnected()
    {
        var node = new TestNode();
        using var client = new IngressClient(
            new IngressClientOptions { Host = "127.0.0.1", Port = node.Port, Client = "a", RetryMs = 100 });
        Assert.That(client.Connect(), Is.Not.Null);
        node.Dispose();
        Assert.That(() => client.Connect(), Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.NodeUnreachable));
        Assert.That(() => client.TrySend("x"u8), Throws.InvalidOperationException.With.Message.Contains("call Connect first"));
    }

    /// <summary>A program that catches it and goes on would send under numbers that are the other's, which the node drops.
    /// </summary>
    [Test]
    public void Client_WhoseIdAnotherSendsUnder_IsToldAgain()
    {
        var node = new TestNode();
        int port = node.Port;
        using var client = new IngressClient(new IngressClientOptions { Host = "127.0.0.1", Port = port, Client = "a" });
        Assert.That(client.Connect(), Is.Not.Null);
        node.Dispose();
        using var next = new TestNode([new ClientCursor("a", 5)], ("listen", $"127.0.0.1:{port}"));
        for (int i = 0; i < 2; i++)
        {
            Assert.That(
                () =>
                {
                    _ = client.TrySend("x"u8);
                    _ = client.Flush();
                },
                Throws.TypeOf<HotPathException>().With.Message.Contains("another one sends under the same id"));
        }
    }

    [Test]
    public void Credit_OfAFullPipeline_StopsAndComesAgain()
    {
        using var node = new TestNode(("credit", "4")) { IsSafeAtOnce = false };
        using var client = new RawClient(node);
        client.Send(RawClient.Hello("a"));
        for (int i = 1; i <= 4; i++)
        {
            client.SendRecord(i, "x");
        }

        node.TakeUntil(() => node.Records == 4, "as many as the credit");
        Assert.That(client.Read().Said, Is.EqualTo(new[] { "welcome 0 4" }));
        node.MakeSafe();
        node.TakeUntil(() => client.Read().Last == "ack 4 8", "credit again");
        client.SendRecord(5, "x").SendRecord(6, "x").SendRecord(7, "x").SendRecord(8, "x").SendRecord(9, "too many");
        node.TakeUntil(() => client.Read().IsClosed, "it is refused");
        Assert.That(client.Last, Is.EqualTo("bye CREDIT"));
        Assert.That(client.Text, Does.Contain("record 9").And.Contain("8"));
        node.TakeUntil(() => node.Records == 8, "what came before it is taken");
    }

    [TestCase("gap", "GAP", "record 3 came where 2 was due")]
    [TestCase("zero", "GAP", "record 0")]
    [TestCase("negative", "GAP", "record -5")]
    [TestCase("checksum", "CHECKSUM", "checksum of record 2 is wrong")]
    [TestCase("too long", "TOO_LARGE", "2000000000 bytes")]
    [TestCase("longer than a record", "TOO_LARGE", "record 2 has 1001 bytes")]
    [TestCase("foreign", "PROTOCOL", "no frame")]
    [TestCase("second hello", "PROTOCOL", "neither a record nor a bye")]
    [TestCase("content past its end", "PROTOCOL", "lengths")]
    public void Frame_ThatIsWrong_EndsItsConnectionAndSaysWhy(string what, string reason, string text)
    {
        using var node = new TestNode(("record.max-bytes", "1000"));
        using var other = new RawClient(node);
        using var client = new RawClient(node);
        other.Send(RawClient.Hello("other")).SendRecord(1, "before");
        client.Send(RawClient.Hello("a")).SendRecord(1, "good").Send(Wrong(what)).SendRecord(2, "behind it");
        node.TakeUntil(() => client.Read().IsClosed, "it is refused");
        Assert.That((client.Last, client.Text), Is.EqualTo(($"bye {reason}", client.Text)));
        Assert.That(client.Text, Does.Contain(text));
        Assert.That(node.Counters.Ended(Enum.Parse<ByeReason>(reason)), Is.EqualTo(1));
        other.SendRecord(2, "after");
        node.TakeUntil(() => other.Read().Last.StartsWith("ack 2", StringComparison.Ordinal), "the other goes on");
        Assert.That(node.Taken["a"], Is.EqualTo(new[] { (1L, "good") }), "nothing behind a wrong frame is taken");
    }

    [TestCase("GET / HTTP/1.1\r\n\r\n", "PROTOCOL")]
    [TestCase("version", "PROTOCOL")]
    [TestCase("record first", "PROTOCOL")]
    [TestCase("client", "CLIENT")]
    [TestCase("large", "TOO_LARGE")]
    public void Hello_ThatIsNone_IsRefused(string what, string reason)
    {
        using var node = new TestNode();
        using var client = new RawClient(node);
        client.Send(what switch
        {
            "version" => RawClient.Hello("a", protocol: 2),
            "record first" => RawClient.Record(1, "x"),
            "client" => RawClient.Hello("a b"),
            "large" => Prefix(100_000),
            _ => System.Text.Encoding.ASCII.GetBytes(what),
        });
        node.TakeUntil(() => client.Read().IsClosed, "it is refused");
        Assert.That(client.Last, Is.EqualTo($"bye {reason}"));
    }

    [Test]
    public void Connection_WithoutHalfAFrameInTime_IsEnded()
    {
        using var node = new TestNode(("hello-timeout", "200 ms"), ("frame-timeout", "300 ms"));
        using var silent = new RawClient(node);
        using var half = new RawClient(node);
        using var idle = new RawClient(node);
        half.Send(RawClient.Hello("half")).Send(RawClient.Record(1, "one").AsSpan(0, 9));
        idle.Send(RawClient.Hello("idle")).SendRecord(1, "one");
        node.TakeUntil(() => silent.Read().IsClosed && half.Read().IsClosed, "both are ended");
        Assert.That(silent.Text, Does.Contain("no hello came within 200 ms"));
        Assert.That(half.Text, Does.Contain("rest of a frame did not come within 300 ms"));
        Assert.That(idle.Read().IsClosed, Is.False, "who has nothing to say may stay");
    }

    [Test]
    public void Connections_BeyondTheLimit_AreToldToComeLater()
    {
        using var node = new TestNode(("clients.max", "2"));
        using var a = new RawClient(node);
        using var b = new RawClient(node);
        a.Send(RawClient.Hello("a"));
        b.Send(RawClient.Hello("b"));
        node.TakeUntil(() => a.Read().Said.Count == 1 && b.Read().Said.Count == 1, "two are welcome");
        using var c = new RawClient(node);
        node.TakeUntil(() => c.Read().IsClosed, "the third goes");
        Assert.That(c.Last, Is.EqualTo("bye BUSY"));
        a.Dispose();
        node.TakeUntil(
            () =>
            {
                using var again = new RawClient(node);
                again.Send(RawClient.Hello("c"));
                node.TakeUntil(() => again.Read().Said.Count > 0, "an answer");
                return again.Said[0].StartsWith("welcome", StringComparison.Ordinal);
            },
            "there is room again");
    }

    [Test]
    public void ClientIds_BeyondTheLimit_AreRefusedButThoseKnown()
    {
        using var node = new TestNode([new ClientCursor("a", 1)], ("clients.known-max", "2"));
        using var b = new RawClient(node);
        b.Send(RawClient.Hello("b")).SendRecord(1, "x");
        node.TakeUntil(() => b.Read().Last.StartsWith("ack 1", StringComparison.Ordinal), "a second client");
        using var c = new RawClient(node);
        c.Send(RawClient.Hello("c"));
        node.TakeUntil(() => c.Read().IsClosed, "a third is refused");
        Assert.That(c.Last, Is.EqualTo("bye CLIENT"));
        using var a = new RawClient(node);
        a.Send(RawClient.Hello("a"));
        node.TakeUntil(() => a.Read().Last.StartsWith("welcome 1 ", StringComparison.Ordinal), "the first is known");
    }

    [Test]
    public void Node_ThatStops_SaysWhatIsSafeAndGoodbye()
    {
        var node = new TestNode { IsSafeAtOnce = false };
        using var client = new RawClient(node);
        client.Send(RawClient.Hello("a")).SendRecord(1, "one").SendRecord(2, "two");
        node.TakeUntil(() => node.Records == 2, "two records");
        node.MakeSafe();
        node.Dispose();
        Assert.That(client.Read().Said.TakeLast(2), Is.EqualTo(new[] { "ack 2 8194", "bye STOPPING" }));
    }

    private static byte[] Wrong(string what)
    {
        byte[] record = RawClient.Record(2, "content");
        switch (what)
        {
            case "gap":
                return RawClient.Record(3, "x");
            case "zero":
                return RawClient.Record(0, "x");
            case "negative":
                return RawClient.Record(-5, "x");
            case "checksum":
                record[^1] ^= 1;
                return record;
            case "too long":
                return Prefix(2_000_000_000);
            case "longer than a record":
                return RawClient.Record(2, new string('x', 1001));
            case "foreign":
                record[4] ^= 1;
                return record;
            case "second hello":
                return RawClient.Hello("a");
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(IngressProtocol.RecordOverheadBytes - 4), 8);
                return record;
        }
    }

    private static byte[] Prefix(uint lengthBytes)
    {
        byte[] frame = RawClient.Record(2, "x");
        BinaryPrimitives.WriteUInt32BigEndian(frame, lengthBytes);
        return frame;
    }
}
