using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Text;
using HotPath.Client.Protocol;

namespace HotPath.Connectors.Tcp.Tests;

/// <summary>A connection that sends what the test wants, right or wrong.</summary>
internal sealed class RawClient : IDisposable
{
    private const ushort LittleEndianMessages = 0xEB50;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _received = new byte[16 * 1024];
    private int _receivedBytes;

    public RawClient(TestNode node)
    {
        _socket.Connect(node.Address);
        _socket.NoDelay = true;
        _socket.Blocking = false;
    }

    /// <summary>What the node said, in its order: "welcome 0 8192", "ack 5 8197", "bye GAP".</summary>
    public List<string> Said { get; } = [];

    public string Text { get; private set; } = "";

    /// <summary>Whether the node has closed.</summary>
    public bool IsClosed { get; private set; }

    public string Last => Said.Count == 0 ? "" : Said[^1];

    public static byte[] Hello(string client, ushort protocol = IngressProtocol.Version)
    {
        var frame = new byte[IngressProtocol.ShortFrameBytesMax];
        HelloEncoder hello = HelloEncoder.Wrap(frame.AsSpan(IngressProtocol.PrefixBytes));
        hello.Protocol = protocol;
        hello.WriteClient(client);
        int lengthBytes = IngressProtocol.PrefixBytes + hello.Finish();
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)lengthBytes);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(sizeof(uint)), LittleEndianMessages);
        return frame[..lengthBytes];
    }

    public static byte[] Record(long sequence, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        var frame = new byte[IngressProtocol.RecordOverheadBytes + content.Length];
        _ = IngressProtocol.WriteRecord(frame, sequence, content);
        return frame;
    }

    /// <summary>Sends as much as the node takes now.</summary>
    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        int count = _socket.Send(bytes, SocketFlags.None, out SocketError error);
        IsClosed |= error is not (SocketError.Success or SocketError.WouldBlock);
        return error == SocketError.Success ? count : 0;
    }

    public RawClient Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsClosed)
        {
            bytes = bytes[TrySend(bytes)..];
        }

        return this;
    }

    public RawClient SendRecord(long sequence, string text) => Send(Record(sequence, text));

    /// <summary>Reads what the node said so far.</summary>
    public RawClient Read()
    {
        while (!IsClosed)
        {
            int count = _socket.Receive(_received.AsSpan(_receivedBytes), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                break;
            }

            IsClosed = error != SocketError.Success || count == 0;
            _receivedBytes += Math.Max(0, count);
            TakeFrames();
        }

        return this;
    }

    public void Dispose() => _socket.Dispose();

    private void TakeFrames()
    {
        int start = 0;
        while (IngressProtocol.Cut(_received.AsSpan(start, _receivedBytes - start), 4096, out long length) == FrameStatus.Whole)
        {
            ReadOnlySpan<byte> message = IngressProtocol.MessageOf(_received.AsSpan(start, (int)length));
            start += (int)length;
            if (WelcomeDecoder.TryWrap(message, out WelcomeDecoder welcome, out _))
            {
                Said.Add($"welcome {welcome.Sequence} {welcome.Limit}");
            }
            else if (AcknowledgementDecoder.TryWrap(message, out AcknowledgementDecoder acknowledgement, out _))
            {
                Said.Add($"ack {acknowledgement.Sequence} {acknowledgement.Limit}");
            }
            else
            {
                ByeDecoder bye = ByeDecoder.Wrap(message);
                Said.Add($"bye {bye.Reason}");
                Text = bye.GetText();
            }
        }

        _received.AsSpan(start, _receivedBytes - start).CopyTo(_received);
        _receivedBytes -= start;
    }
}
