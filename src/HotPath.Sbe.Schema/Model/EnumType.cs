using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Model;

/// <summary>A set of named values of which a field has one.</summary>
public sealed record EnumType : SbeType
{
    /// <summary>Primitive type on the wire.</summary>
    public required PrimitiveType Primitive { get; init; }

    /// <summary>Value that means none: the enum's, or its encoding type's, or the primitive's.</summary>
    public required PrimitiveValue NullValue { get; init; }

    /// <summary>Name of the encoding type as the schema writes it.</summary>
    public required string EncodingTypeName { get; init; }

    /// <summary>Values in the order of the schema.</summary>
    public required ModelList<ValidValue> Values { get; init; }

    /// <inheritdoc/>
    public override int SizeBytes => PrimitiveTypes.SizeBytes(Primitive);

    /// <summary>Finds a value by its number.</summary>
    /// <param name="value">Number of the enum's primitive type.</param>
    /// <returns>The value, or null when the schema does not know it.</returns>
    public ValidValue? Find(PrimitiveValue value)
    {
        foreach (ValidValue candidate in Values)
        {
            if (candidate.Value == value)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Finds a value by its name.</summary>
    /// <param name="name">Name; case counts.</param>
    /// <returns>The value, or null when the schema does not know it.</returns>
    public ValidValue? Find(string name)
    {
        foreach (ValidValue candidate in Values)
        {
            if (candidate.Name == name)
            {
                return candidate;
            }
        }

        return null;
    }
}
