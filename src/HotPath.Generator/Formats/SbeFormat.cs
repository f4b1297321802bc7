using System;
using System.Buffers.Binary;
using HotPath.Generator.Commerce;
using HotPath.Generator.Delivery;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Generator.Formats;

/// <summary>Framed messages of schema commerce v1.</summary>
internal sealed class SbeFormat : IRecordFormat
{
    private const int JunkBytes = 21;
    private const int CutBytes = 10;

    private readonly MessageFraming _framing = MessageFraming.Find(MessageFraming.Simple, ByteOrder.LittleEndian)!;

    public int Write(in Delivered record, Span<byte> target)
    {
        Span<byte> message = target[_framing.PrefixBytes..];
        int length;
        if (record.IsEvent)
        {
            length = SbeMessages.Write(record.Event, message);
        }
        else if (record.PoisonKind == 0)
        {
            // No prefix can look like this, and no message begins inside it.
            target[..JunkBytes].Fill(0xFF);
            return JunkBytes;
        }
        else
        {
            length = Damaged(record.PoisonKind, message);
        }

        _framing.Write(target, length);
        return _framing.PrefixBytes + length;
    }

    // A root block longer than the message, or a message that ends inside it.
    private static int Damaged(int kind, Span<byte> message)
    {
        int length = ProductClickEncoder.Wrap(message).Finish();
        if (kind == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(message, ushort.MaxValue - 1);
            return length;
        }

        return length - CutBytes;
    }
}
