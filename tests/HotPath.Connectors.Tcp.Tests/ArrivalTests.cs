using System.Net;
using System.Net.Sockets;
using HotPath.Client;
using HotPath.Client.Protocol;
using HotPath.Foundation.Sockets;
using NUnit.Framework;

namespace HotPath.Connectors.Tcp.Tests;

/// <summary>Since when a record has waited, by a scripted clock: never later than it came.</summary>
public sealed class ArrivalTests
{
    private const long AcceptedNs = 1_000;
    private const int LargeBytes = 100_000;

    private Socket _listener = null!;
    private Socket _peer = null!;
    private Socket _accepted = null!;
    private Connection _connection = null!;

    [SetUp]
    public void SetUp()
    {
        _listener = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * LargeBytes };
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1);
        _peer = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _peer.Connect(_listener.LocalEndPoint!);
        _accepted = _listener.Accept();
        _accepted.Blocking = false;
        _connection = new Connection(_accepted, nowMs: 0, AcceptedNs);
    }

    [TearDown]
    public void TearDown()
    {
        _connection.Dispose();
        _peer.Dispose();
        _listener.Dispose();
    }

    [Test]
    public void Bytes_ThatLayInTheSocket_HaveWaitedSinceItWasLastEmpty()
    {
        Come(10, atNs: 5_000_000);
        Assert.That(_connection.ReceivedNs, Is.EqualTo(AcceptedNs), "nobody has looked since it was accepted");
        _connection.Consume(10);
        Come(10, atNs: 9_000_000);
        Assert.That(_connection.ReceivedNs, Is.EqualTo(5_000_000), "all was read then, and nobody looked since");
        _connection.Consume(10);
        Look(SocketLook.AtOnce(10_000_000), come: 0);
        Come(10, atNs: 3_000_000_000);
        Assert.That(_connection.ReceivedNs, Is.EqualTo(10_000_000), "a look of another's turn found nothing");
    }

    [Test]
    public void Bytes_ThatEndASleep_HaveJustCome()
    {
        Look(SocketLook.AfterSleep(2_000_000, 90_000_000, waitMs: 100), PollEntry.Readable);
        Come(10, atNs: 90_500_000);
        Assert.That(_connection.ReceivedNs, Is.EqualTo(90_000_000));
    }

    [Test]
    public void Bytes_OfASleepThatTookFarTooLong_HaveWaitedSinceItsBegin()
    {
        Look(SocketLook.AfterSleep(2_000_000, 3_002_000_000, waitMs: 10), PollEntry.Readable);
        Come(10, atNs: 3_003_000_000);
        Assert.That(_connection.ReceivedNs, Is.EqualTo(2_000_000), "the process stood still, and they may have come then");
        _connection.Consume(10);
        Look(SocketLook.AfterSleep(3_004_000_000, 3_014_900_000, waitMs: 10), PollEntry.Readable);
        Come(10, atNs: 3_015_000_000);
        Assert.That(_connection.ReceivedNs, Is.EqualTo(3_014_900_000), "a timer is late by less than a millisecond");
    }

    [Test]
    public void Look_ThatDidNotAsk_MovesNothing()
    {
        Look(SocketLook.AfterSleep(2_000_000, 3_000_000, waitMs: 1), come: 0);
        Look(SocketLook.AfterSleep(4_000_000, 5_000_000, waitMs: 1), come: 0, requested: PollEntry.Writable);
        Look(SocketLook.AtOnce(6_000_000), come: 0, requested: PollEntry.Readable, descriptor: -1);
        Look(SocketLook.AtOnce(7_000_000), PollEntry.Readable);
        Come(10, atNs: 8_000_000);
        Assert.That(_connection.ReceivedNs, Is.EqualTo(3_000_000));
    }

    [Test]
    public void Socket_ThatNeverRunsEmpty_DatesBackToWhatLayInIt()
    {
        Open();
        _ = _peer.Send(new byte[LargeBytes]);
        Assert.That(() => _accepted.Available, Is.GreaterThan(LargeBytes / 2).After(10_000, 1));
        long since = _connection.ReceivedNs;
        long newest = since;
        for (int turn = 1; turn <= 20; turn++)
        {
            long nowNs = 1_000_000_000L * turn;
            Assert.That(_connection.TryReceive(nowNs), Is.True);
            int receivedBytes = _connection.Received.Length;
            newest = _connection.ReceivedNs;
            Assert.That(newest, Is.LessThan(nowNs).And.GreaterThanOrEqualTo(since));
            _connection.Consume(receivedBytes);
            _connection.AwaitRest(frameBytes: 0, nowMs: 0);
            _ = _peer.Send(new byte[receivedBytes]);
            Assert.That(() => _accepted.Available, Is.GreaterThan(LargeBytes / 2).After(10_000, 1));
        }

        Assert.That(newest, Is.InRange(10_000_000_000, 19_000_000_000), "some reads empty what lay there at one of them");
    }

    [Test]
    public void Frame_BehindAPartOfAnother_HasItsOwnTime()
    {
        Come(10, atNs: 5_000_000);
        Come(30, atNs: 9_000_000);
        Assert.That(_connection.ReceivedNs, Is.EqualTo(AcceptedNs), "its first bytes came then");
        _connection.Consume(20);
        Assert.That(_connection.ReceivedNs, Is.EqualTo(5_000_000), "the rest came with the second read");
    }

    private void Open()
    {
        var client = new ClientState("a", 0);
        _connection.Open(
            client,
            new NodeWelcome
            {
                Sequence = 0,
                Limit = 1,
                RecordBytesMax = 1,
                Format = RecordFormat.CSV,
                IsDurable = false,
                Table = "t",
            },
            nowMs: 0);
    }

    private void Come(int bytes, long atNs)
    {
        int before = _connection.Received.Length;
        _ = _peer.Send(new byte[bytes]);
        Assert.That(() => _accepted.Available, Is.EqualTo(bytes).After(10_000, 1));
        Assert.That(_connection.TryReceive(atNs), Is.True);
        Assert.That(_connection.Received.Length, Is.EqualTo(before + bytes));
    }

    private void Look(SocketLook look, short come, short requested = PollEntry.Readable, int? descriptor = null) => look.Tell(
        _connection,
        new PollEntry
        {
            Descriptor = descriptor ?? _connection.Descriptor,
            Requested = requested,
            Returned = come,
        });
}
