using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Model;

/// <summary>A value that the schema gives and that is never on the wire.</summary>
public sealed record ConstantValue
{
    /// <summary>The number, or the first character of a text.</summary>
    public required PrimitiveValue Value { get; init; }

    /// <summary>Text of a char constant, one or more characters; null for numbers and values of enums.</summary>
    public string? Text { get; init; }

    /// <summary>Name in its enum when the constant was given by <c>valueRef</c>; otherwise null.</summary>
    public string? EnumValueName { get; init; }

    /// <summary>Name of that enum; null when <see cref="EnumValueName"/> is.</summary>
    public string? EnumName { get; init; }
}
