using System;
using System.Collections.Generic;
using System.Text;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;

namespace HotPath.Journal.Log;

/// <summary>Turns a trailer into bytes and back; layout in <see cref="LogDescriptor"/>.</summary>
internal static class TrailerCodec
{
    public static int LengthBytes(LogTrailer trailer)
    {
        int length = LogDescriptor.TrailerListOffset;
        foreach (SinkDigest sink in trailer.Sinks)
        {
            length = checked(length + SinkBytes(Encoding.UTF8.GetByteCount(sink.Name)));
        }

        return checked(length + (trailer.Marks.Count * LogDescriptor.MarkBytes));
    }

    public static void Write(nint address, LogTrailer trailer)
    {
        Raw.Write(address + LogDescriptor.TrailerPositionOffset, trailer.EndPosition);
        Raw.Write(address + LogDescriptor.TrailerChainOffset, trailer.Chain);
        Raw.Write(address + LogDescriptor.TrailerFramesOffset, trailer.Frames);
        Raw.Write(address + LogDescriptor.TrailerMarksOffset, trailer.Marks.Count);
        nint next = address + LogDescriptor.TrailerListOffset;
        foreach (SinkDigest sink in trailer.Sinks)
        {
            byte[] name = Encoding.UTF8.GetBytes(sink.Name);
            Raw.Write(next, sink.ChainHash);
            Raw.Write(next + 8, sink.Rows);
            Raw.Write(next + 16, sink.LengthBytes);
            Raw.Write(next + 24, name.Length);
            name.CopyTo(Raw.WritableSpan(next + LogDescriptor.SinkBytes, name.Length));
            next += SinkBytes(name.Length);
        }

        foreach (MarkHash mark in trailer.Marks)
        {
            Raw.Write(next, mark.Position);
            Raw.Write(next + 8, mark.Hash);
            next += LogDescriptor.MarkBytes;
        }
    }

    /// <summary>Reads a trailer whose checksum holds.</summary>
    /// <returns><see langword="null"/> when its counts do not fit its length.</returns>
    public static LogTrailer? Read(nint address, int lengthBytes)
    {
        int sinkCount = Raw.Read<int>(address + LogDescriptor.CountOffset);
        int markCount = Raw.Read<int>(address + LogDescriptor.TrailerMarksOffset);
        int offset = LogDescriptor.TrailerListOffset;
        var sinks = new List<SinkDigest>();
        for (int i = 0; i < sinkCount; i++)
        {
            if (lengthBytes - offset < LogDescriptor.SinkBytes)
            {
                return null;
            }

            nint sink = address + offset;
            int nameBytes = Raw.Read<int>(sink + 24);
            if (nameBytes < 0 || nameBytes > lengthBytes - offset - LogDescriptor.SinkBytes)
            {
                return null;
            }

            string name = Encoding.UTF8.GetString(Raw.Span(sink + LogDescriptor.SinkBytes, nameBytes));
            sinks.Add(new SinkDigest(name, Raw.Read<long>(sink + 8), Raw.Read<long>(sink + 16), Raw.Read<ulong>(sink)));
            offset += SinkBytes(nameBytes);
        }

        if (markCount < 0 || lengthBytes - offset != (long)markCount * LogDescriptor.MarkBytes)
        {
            return null;
        }

        var marks = new MarkHash[markCount];
        for (int i = 0; i < markCount; i++)
        {
            nint mark = address + offset + (i * LogDescriptor.MarkBytes);
            marks[i] = new MarkHash(Raw.Read<long>(mark), Raw.Read<ulong>(mark + 8));
        }

        return new LogTrailer
        {
            EndPosition = Raw.Read<long>(address + LogDescriptor.TrailerPositionOffset),
            Chain = Raw.Read<ulong>(address + LogDescriptor.TrailerChainOffset),
            Frames = Raw.Read<long>(address + LogDescriptor.TrailerFramesOffset),
            IsStopped = (Raw.Read<byte>(address + FrameDescriptor.FlagsOffset) & LogDescriptor.StoppedFlag) != 0,
            Sinks = sinks,
            Marks = marks,
        };
    }

    private static int SinkBytes(int nameBytes) =>
        FrameDescriptor.Aligned(checked(LogDescriptor.SinkBytes + nameBytes));
}
