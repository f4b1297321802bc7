using System;
using System.Collections.Generic;
using System.Text;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Writing;

/// <summary>
/// Octets of a block to which nothing was written yet: null where a member may be null, zero everywhere else. An
/// encoder begins with them, so that what is not set is null and gaps are zero.
/// </summary>
internal sealed class BlockImage(int lengthBytes, bool isBigEndian)
{
    private const int LiteralMaxBytes = 512;

    private readonly SortedDictionary<int, byte> _octets = [];

    public int LengthBytes => lengthBytes;

    public void Number(int offsetBytes, PrimitiveValue value)
    {
        int sizeBytes = PrimitiveTypes.SizeBytes(value.Type);
        ulong bits = value.Type == PrimitiveType.Float ? SingleBits(value) : value.ToUInt64();
        for (int index = 0; index < sizeBytes; index++)
        {
            int shift = 8 * (isBigEndian ? sizeBytes - 1 - index : index);
            byte octet = (byte)(bits >> shift);
            if (octet != 0)
            {
                _octets[offsetBytes + index] = octet;
            }
        }
    }

    public void Fields(ModelList<Field> fields, int baseBytes)
    {
        foreach (Field field in fields)
        {
            if (field.Presence != Presence.Constant)
            {
                Member(field.Type, field.Presence == Presence.Optional, baseBytes + field.OffsetBytes);
            }
        }
    }

    /// <summary>A member at its null value; a required number has none and stays zero.</summary>
    public void Member(SbeType type, bool isOptional, int offsetBytes)
    {
        switch (type)
        {
            case EncodedType { Primitive: not PrimitiveType.Char } encoded when isOptional:
                for (int index = 0; index < encoded.Length; index++)
                {
                    Number(offsetBytes + (index * PrimitiveTypes.SizeBytes(encoded.Primitive)), encoded.NullValue);
                }

                break;
            case EncodedType { Primitive: PrimitiveType.Char, Length: 1 } letter when isOptional:
                Number(offsetBytes, letter.NullValue);
                break;
            case EnumType named:
                Number(offsetBytes, named.NullValue);
                break;
            case CompositeType composite:
                Composite(composite, offsetBytes, isAbsent: false);
                break;
            default:
                break;
        }
    }

    /// <summary>A composite; an absent one has null in every member, whatever the member's own presence.</summary>
    public void Composite(CompositeType type, int offsetBytes, bool isAbsent)
    {
        foreach (CompositeMember member in type.Members)
        {
            if (member.Presence == Presence.Constant)
            {
                continue;
            }

            if (member.Type is CompositeType nested)
            {
                Composite(nested, offsetBytes + member.OffsetBytes, isAbsent);
            }
            else
            {
                Member(member.Type, isAbsent || member.Presence == Presence.Optional, offsetBytes + member.OffsetBytes);
            }
        }
    }

    /// <summary>Writes statements that fill a span.</summary>
    public void EmitFill(SourceWriter writer, string span)
    {
        if (lengthBytes == 0)
        {
            return;
        }

        if (lengthBytes <= LiteralMaxBytes && _octets.Count > 0)
        {
            writer.Lines($"Image.CopyTo({span});");
            return;
        }

        writer.Lines($"{span}.Slice(0, {lengthBytes}).Clear();");
        foreach (KeyValuePair<int, byte> octet in _octets)
        {
            writer.Lines($"{span}[{octet.Key}] = {octet.Value};");
        }
    }

    /// <summary>Writes statements that fill a span with as many blocks as it has room for.</summary>
    public void EmitFillAll(SourceWriter writer, string span)
    {
        if (_octets.Count == 0)
        {
            writer.Lines($"{span}.Clear();");
            return;
        }

        writer.Open(
            $"for ({Wire.Span} entry = {span}; entry.Length >= {lengthBytes}; entry = entry.Slice({lengthBytes}))");
        EmitFill(writer, "entry");
        writer.Close();
        writer.Blank();
    }

    /// <summary>Writes the property that <see cref="EmitFill"/> may use.</summary>
    public void EmitProperty(SourceWriter writer)
    {
        if (lengthBytes > 0 && lengthBytes <= LiteralMaxBytes && _octets.Count > 0)
        {
            writer.Blank();
            EmitLiteral(writer, "Image");
        }
    }

    /// <summary>Writes a property with the octets.</summary>
    public void EmitLiteral(SourceWriter writer, string name)
    {
        var line = new StringBuilder();
        writer.Lines($"private static {Wire.ReadOnlySpan} {name} => new byte[]");
        writer.Lines("{");
        for (int index = 0; index < lengthBytes; index++)
        {
            _octets.TryGetValue(index, out byte octet);
            line.Append(octet).Append(", ");
            if (index % 16 == 15 || index == lengthBytes - 1)
            {
                writer.Lines("    " + line.ToString().TrimEnd());
                line.Clear();
            }
        }

        writer.Lines("};");
    }

    private static uint SingleBits(PrimitiveValue value)
    {
        float single = (float)value.ToDouble();
        return float.IsNaN(single) ? 0x7fc00000u : BitConverter.ToUInt32(BitConverter.GetBytes(single), 0);
    }
}
