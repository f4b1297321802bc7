using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using HotPath.Client.Protocol;
using NUnit.Framework;

namespace HotPath.Client.Tests;

/// <summary>A node that acknowledges, as after a reconnection, what the client is just sending again.</summary>
public sealed class FrameBoundaryTests
{
    private const int Records = 400;
    private const int SafeRecords = 390;
    private const int RecordBytes = 50_000;
    private const int PatienceMs = 100_000;

    [Test]
    public void Frames_AcknowledgedWhileTheyAreSent_StayWholeOnTheWire()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Server.ReceiveBufferSize = RecordBytes; // of a connection too, so that it is soon full
        listener.Start();
        using var isStuck = new ManualResetEventSlim();
        using var isTold = new ManualResetEventSlim();
        using var allThere = new CancellationTokenSource();
        Task<(List<long> Sequences, int ThereBytes)> serving = Task.Run(() => Serve(listener, isStuck, isTold, allThere));
        using var client = new IngressClient(new IngressClientOptions
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            Client = "a",
            BufferBytesMax = 2 * Records * RecordBytes,
            RetryMs = 0,
            Stop = allThere.Token,
        });
        Assert.That(client.Connect(), Is.Not.Null);
        for (int i = 0; i < Records; i++)
        {
            Assert.That(client.TrySend(new byte[RecordBytes]), Is.EqualTo(SendStatus.Taken));
        }

        isStuck.Set();
        while (!serving.IsCompleted && client.Work(waitMs: 10))
        {
            if (client.Acknowledged == SafeRecords)
            {
                isTold.Set(); // from now on the rest goes
            }
        }

        Assert.That(serving.Wait(PatienceMs), Is.True);
        Assert.That(client.Acknowledged, Is.EqualTo(SafeRecords));
        (List<long> sequences, int thereBytes) = serving.Result;
        Assert.That(sequences, Is.Ordered.And.No.Member(0L), "a frame that is none reads as 0");
        Assert.That(sequences[^1], Is.EqualTo(Records));
        Assert.That(thereBytes, Is.LessThan(SafeRecords * RecordBytes), "everything was sent first, so nothing was shown");
        Assert.That(sequences, Has.Count.LessThan(Records / 2), "what is safe already is not sent");
    }

    // Reads nothing until the socket is full, so that the last frame is there in part.
    private static (List<long> Sequences, int ThereBytes) Serve(
        TcpListener listener, ManualResetEventSlim isStuck, ManualResetEventSlim isTold, CancellationTokenSource allThere)
    {
        using Socket socket = listener.AcceptSocket();
        var frame = new byte[IngressProtocol.ShortFrameBytesMax];
        _ = socket.Receive(frame);
        int lengthBytes = IngressProtocol.WriteWelcome(frame, new NodeWelcome
        {
            Sequence = 0,
            Limit = Records,
            RecordBytesMax = RecordBytes,
            Format = RecordFormat.CSV,
            IsDurable = true,
            Table = "t",
        });
        _ = socket.Send(frame.AsSpan(0, lengthBytes));
        Expect(isStuck);
        _ = socket.Send(frame.AsSpan(0, IngressProtocol.WriteAcknowledgement(frame, SafeRecords, Records)));
        Expect(isTold); // the client takes it before there is room again
        int thereBytes = socket.Available;
        var sequences = new List<long>();
        byte[] received = new byte[2 * RecordBytes];
        int receivedBytes = 0;
        while (sequences is not [.., Records or 0])
        {
            int count = socket.Receive(received.AsSpan(receivedBytes));
            receivedBytes += count;
            receivedBytes -= TakeFrames(received.AsSpan(0, receivedBytes), sequences);
            if (count == 0)
            {
                break;
            }
        }

        allThere.Cancel();
        return (sequences, thereBytes);
    }

    private static void Expect(ManualResetEventSlim told)
    {
        if (!told.Wait(PatienceMs))
        {
            throw new TimeoutException("the client has not come so far");
        }
    }

    private static int TakeFrames(Span<byte> received, List<long> sequences)
    {
        int start = 0;
        FrameStatus status;
        while ((status = IngressProtocol.Cut(received[start..], int.MaxValue, out long frameBytes)) == FrameStatus.Whole)
        {
            sequences.Add(
                RecordDecoder.TryWrap(
                    IngressProtocol.MessageOf(received.Slice(start, (int)frameBytes)), out RecordDecoder record, out _)
                && IngressProtocol.Checksum(record.Sequence, record.Content) == record.Checksum
                    ? record.Sequence
                    : 0);
            start += (int)frameBytes;
        }

        if (status != FrameStatus.Partial)
        {
            sequences.Add(0);
        }

        received[start..].CopyTo(received);
        return start;
    }
}
