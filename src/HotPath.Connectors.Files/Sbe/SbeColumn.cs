using HotPath.Dataflow.Rows;
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

    /// <summary>Whether a value of the member means NULL.</summary>
    public bool HasNull { get; } = Member.NullValue is not null;

    /// <summary>That value, as its bits.</summary>
    public long NullBits { get; } = Member.NullValue?.Bits ?? 0;

    /// <summary>Whether the member is text in UTF-8.</summary>
    public bool IsUtf8 { get; } = Member.Encoding is { } encoding && SbeText.IsUtf8(encoding);
}
