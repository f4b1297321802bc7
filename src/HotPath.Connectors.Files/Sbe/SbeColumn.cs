using HotPath.Dataflow.Rows;
using HotPath.Sbe.Schema.Primitives;
using HotPath.Sbe.Text;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>A column of a table and the member of one message that it stands for.</summary>
/// <param name="Index">Index of the column.</param>
/// <param name="Type">Type of the column.</param>
/// <param name="Member">The member.</param>
/// <param name="Conversion">How one becomes the other.</param>
/// <param name="UnitNs">Length of a unit of time. Unit: ns. 0 when it counts none.</param>
internal sealed record SbeColumn(
    int Index, SqlType Type, SbeMember Member, SbeConversion Conversion, long UnitNs = 0)
{
    /// <summary>Names of the member's values when the column shows names.</summary>
    public SbeNameTable? Names { get; } = Conversion switch
    {
        SbeConversion.EnumName => new SbeNameTable(Member.Enum!),
        SbeConversion.ChoiceNames => new SbeNameTable(Member.Set!),
        _ => null,
    };

    /// <summary>First version of the schema whose messages have it; 0 for a constant, which all have.</summary>
    public ulong SinceVersion { get; } = Member.Constant is null ? (ulong)Member.SinceVersion : 0;

    /// <summary>Whether it is a whole number of the message and becomes one, or a time.</summary>
    public bool IsWhole { get; } = Member.Constant is null && Conversion is SbeConversion.Integer or SbeConversion.Time
        && Member.Primitive is not (PrimitiveType.Float or PrimitiveType.Double);

    /// <summary>Whether its value may be above half of uint64, which no column holds.</summary>
    public bool MayExceedInt64 { get; } = Member.Primitive == PrimitiveType.UInt64;

    /// <summary>Whether a value of the member means NULL.</summary>
    public bool HasNull { get; } = Member.NullValue is not null;

    /// <summary>That value, as its bits.</summary>
    public long NullBits { get; } = Member.NullValue?.Bits ?? 0;

    /// <summary>Whether the member is text in UTF-8.</summary>
    public bool IsUtf8 { get; } = Member.Encoding is { } encoding && SbeText.IsUtf8(encoding);
}
