using System;
using System.Collections.Generic;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>One thing in a message that a column can be read from or written to, or why not.</summary>
internal sealed record SbeMember
{
    /// <summary>Names from the message down, with dots: <c>envelope.userId</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What it is.</summary>
    public required SbeMemberKind Kind { get; init; }

    /// <summary>Where the schema declares it.</summary>
    public required SourcePlace Place { get; init; }

    /// <summary>Its type as messages show it: <c>uint32</c>, <c>char[3]</c>, <c>enum DeviceType</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>Whether a column finds it only by the whole path.</summary>
    public bool IsFullPathOnly { get; init; }

    /// <summary>Why no column can hold it, with the remedy.</summary>
    public string Refusal { get; init; } = string.Empty;

    /// <summary>Text for people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Place of its first octet from the start of the message header. Unit: bytes.</summary>
    public int OffsetBytes { get; init; }

    /// <summary>Room on the wire, or of the constant. Unit: bytes.</summary>
    public int SizeBytes { get; init; }

    /// <summary>Type of the number, of an element, or of the mantissa.</summary>
    public PrimitiveType Primitive { get; init; }

    /// <summary>Order of its octets.</summary>
    public ByteOrder Order { get; init; }

    /// <summary>Value that means NULL; null when every value is one.</summary>
    public PrimitiveValue? NullValue { get; init; }

    /// <summary>Whether it must have a value.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Version of the schema that brought it.</summary>
    public int SinceVersion { get; init; }

    /// <summary>Its octets when the schema gives them; null when they are in the message.</summary>
    public byte[]? Constant { get; init; }

    /// <summary>Unit of time since 1970: <c>nanosecond</c> to <c>second</c>, <c>day</c>; null for a number.</summary>
    public string? TimeUnit { get; init; }

    /// <summary>Encoding of text; null when it is not text.</summary>
    public string? Encoding { get; init; }

    /// <summary>Exponent of a decimal; null when it is in the message, behind the mantissa.</summary>
    public int? Exponent { get; init; }

    /// <summary>Place of the exponent that is in the message, or of a UUID's second half. Unit: bytes.</summary>
    public int SecondOffsetBytes { get; init; }

    /// <summary>Values of an enum.</summary>
    public EnumType? Enum { get; init; }

    /// <summary>Choices of a set.</summary>
    public SetType? Set { get; init; }

    /// <summary>Bit of a choice.</summary>
    public int BitIndex { get; init; }

    /// <summary>The data.</summary>
    public VarData? Data { get; init; }

    /// <summary>The group.</summary>
    public Group? Group { get; init; }

    /// <summary>Whether the fixed part of the message holds it, or the schema.</summary>
    public bool IsFixed => Kind is not (SbeMemberKind.Data or SbeMemberKind.Count);

    /// <summary>Names that a column may have for it, longest first.</summary>
    /// <returns>The path in snake case, then what is left of it without its first names.</returns>
    public IEnumerable<string> ColumnNames()
    {
        string[] names = Path.Split('.');
        int shortest = IsFullPathOnly ? 1 : names.Length;
        for (int first = 0; first < shortest; first++)
        {
            yield return SbeNames.Column(names.AsSpan(first));
        }
    }
}
