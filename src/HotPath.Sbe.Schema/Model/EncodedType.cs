using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Model;

/// <summary>A primitive, an array of one, text of fixed length, or (length 0) data of variable length.</summary>
public sealed record EncodedType : SbeType
{
    /// <summary>Primitive type of each element.</summary>
    public required PrimitiveType Primitive { get; init; }

    /// <summary>Number of elements: 1 for a single value, 0 for data of variable length.</summary>
    public int Length { get; init; } = 1;

    /// <summary>Presence of the type; a field may have another.</summary>
    public Presence Presence { get; init; }

    /// <summary>Null value: the schema's, or the primitive's. Means something only where a value is optional.</summary>
    public required PrimitiveValue NullValue { get; init; }

    /// <summary>Smallest value: the schema's, or the primitive's.</summary>
    public required PrimitiveValue MinValue { get; init; }

    /// <summary>Largest value: the schema's, or the primitive's.</summary>
    public required PrimitiveValue MaxValue { get; init; }

    /// <summary>Whether the schema itself gave <see cref="MinValue"/>.</summary>
    public bool HasOwnMinValue { get; init; }

    /// <summary>Whether the schema itself gave <see cref="MaxValue"/>.</summary>
    public bool HasOwnMaxValue { get; init; }

    /// <summary>Whether the schema itself gave <see cref="NullValue"/>.</summary>
    public bool HasOwnNullValue { get; init; }

    /// <summary>Encoding of text as the schema names it; US-ASCII for char without one; otherwise null.</summary>
    public string? CharacterEncoding { get; init; }

    /// <summary>The constant; null unless <see cref="Presence"/> says so.</summary>
    public ConstantValue? Constant { get; init; }

    /// <summary>Whether it stands for a built-in type that the schema did not declare.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Whether it is data of variable length, which only <c>data</c> can carry.</summary>
    public bool IsVariableLength => Length == 0;

    /// <inheritdoc/>
    public override int SizeBytes =>
        Presence == Presence.Constant ? 0 : PrimitiveTypes.SizeBytes(Primitive) * Length;

    /// <summary>A required single value of a built-in type.</summary>
    /// <param name="primitive">Any primitive type.</param>
    /// <returns>A type that is named as the primitive.</returns>
    public static EncodedType BuiltIn(PrimitiveType primitive) => new()
    {
        Name = PrimitiveTypes.Name(primitive),
        Primitive = primitive,
        NullValue = PrimitiveTypes.DefaultNull(primitive),
        MinValue = PrimitiveTypes.DefaultMin(primitive),
        MaxValue = PrimitiveTypes.DefaultMax(primitive),
        CharacterEncoding = primitive == PrimitiveType.Char ? "US-ASCII" : null,
        IsBuiltIn = true,
    };
}
