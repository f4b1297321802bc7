using System;
using System.Buffers;
using System.Buffers.Binary;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Generated.Tests;

/// <summary>Messages of random octets that keep the lengths of a schema: every value that a member can have turns up.</summary>
internal sealed class RandomFrame(MessageSchema schema, Random random)
{
    private readonly ArrayBufferWriter<byte> _octets = new();

    public byte[] Make(Message message)
    {
        _octets.ResetWrittenCount();
        Span<byte> header = Room(schema.Header.SizeBytes);
        header.Clear();
        Number(header, schema.Header.Find("blockLength")!, message.BlockLengthBytes);
        Number(header, schema.Header.Find("templateId")!, message.Id);
        Number(header, schema.Header.Find("schemaId")!, schema.Id);
        Number(header, schema.Header.Find("version")!, schema.Version);
        _octets.Advance(header.Length);
        Block(message, 0);
        return _octets.WrittenSpan.ToArray();
    }

    private void Block(Block block, int depth)
    {
        Span<byte> octets = Room(block.BlockLengthBytes);
        octets.Clear();
        foreach (Field field in block.Fields)
        {
            if (field.Presence != Presence.Constant)
            {
                Member(octets.Slice(field.OffsetBytes, field.SizeBytes), field.Type);
            }
        }

        _octets.Advance(octets.Length);
        foreach (Group group in block.Groups)
        {
            int count = random.Next((int)group.CountMin, (int)Math.Min(group.CountMin + (depth == 0 ? 5 : 3), Math.Min(group.CountMax, int.MaxValue - 1L) + 1));
            Span<byte> dimensions = Room(group.Dimensions.SizeBytes);
            dimensions.Clear();
            Number(dimensions, group.BlockLengthMember, group.BlockLengthBytes);
            Number(dimensions, group.NumInGroupMember, count);
            _octets.Advance(dimensions.Length);
            for (int entry = 0; entry < count; entry++)
            {
                Block(group, depth + 1);
            }
        }

        foreach (VarData data in block.Data)
        {
            int length = random.Next((int)Math.Min(12, data.LengthMaxBytes + 1));
            Span<byte> octet = Room(data.DataOffsetBytes + length);
            octet.Clear();
            Number(octet, data.Type.Find("length")!, length);
            Text(octet[data.DataOffsetBytes..], data.CharacterEncoding is null);
            _octets.Advance(octet.Length);
        }
    }

    private void Member(Span<byte> octets, SbeType type)
    {
        switch (type)
        {
            case EncodedType { Primitive: PrimitiveType.Char }:
                Text(octets, isRaw: false);
                octets[random.Next(octets.Length + 1)..].Clear();
                break;
            case EncodedType { Presence: Presence.Constant }:
                break;
            case CompositeType composite:
                foreach (CompositeMember member in composite.Members)
                {
                    Member(octets.Slice(member.OffsetBytes, member.SizeBytes), member.Type);
                }

                break;
            default:
                // Runs of ones and zeros are null values and bounds.
                Text(octets, isRaw: true);
                int extreme = random.Next(8);
                octets.Fill(extreme switch { 0 => 0xff, 1 => 0, _ => octets.IsEmpty ? (byte)0 : octets[0] });
                if (extreme > 1)
                {
                    Text(octets, isRaw: true);
                }

                break;
        }
    }

    private void Text(Span<byte> octets, bool isRaw)
    {
        foreach (ref byte octet in octets)
        {
            octet = (byte)(isRaw ? random.Next(256) : random.Next('!', 0x7f));
        }
    }

    private Span<byte> Room(int lengthBytes) => _octets.GetSpan(Math.Max(1, lengthBytes))[..lengthBytes];

    private void Number(Span<byte> octets, CompositeMember member, long value)
    {
        Span<byte> bits = stackalloc byte[sizeof(long)];
        bool isBig = schema.ByteOrder == ByteOrder.BigEndian;
        BinaryPrimitives.WriteInt64LittleEndian(bits, isBig ? BinaryPrimitives.ReverseEndianness(value) : value);
        (isBig ? bits[^member.SizeBytes..] : bits[..member.SizeBytes]).CopyTo(octets[member.OffsetBytes..]);
    }
}
