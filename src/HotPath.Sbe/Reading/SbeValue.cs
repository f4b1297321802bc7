using System;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Reading;

/// <summary>A value as it lies in a frame, or a constant of the schema. Lives as long as the frame.</summary>
public readonly ref struct SbeValue
{
    private readonly PrimitiveType _primitive;
    private readonly ByteOrder _order;

    internal SbeValue(ReadOnlySpan<byte> octets, PrimitiveType primitive, ByteOrder order)
    {
        Octets = octets;
        _primitive = primitive;
        _order = order;
        Count = octets.Length / PrimitiveTypes.SizeBytes(primitive);
    }

    internal SbeValue(ConstantValue constant)
    {
        Constant = constant;
        _primitive = constant.Value.Type;
        Count = constant.Text?.Length ?? 1;
    }

    /// <summary>The value's octets as they were sent; empty for a constant.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>The constant; null when the value was on the wire.</summary>
    public ConstantValue? Constant { get; }

    /// <summary>Number of elements: 1, or the length of an array.</summary>
    public int Count { get; }

    /// <summary>An element, in the byte order of the schema.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public PrimitiveValue this[int index] => Constant is null
        ? Octet.Read(Octets[(index * PrimitiveTypes.SizeBytes(_primitive))..], _primitive, _order)
        : index == 0 ? Constant.Value : PrimitiveValue.FromInt64(PrimitiveType.Char, Constant.Text![index]);
}
