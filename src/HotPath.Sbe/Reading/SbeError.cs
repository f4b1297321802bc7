using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Reading;

/// <summary>
/// Outcome of reading a frame: nothing wrong, or what is wrong and where. Making one allocates nothing.
/// </summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="OffsetBytes">Place in the frame. Unit: bytes.</param>
/// <param name="Found">The number that was found: a length, a count, an id.</param>
/// <param name="Member">Message, group or data that it is about; null when it is the header.</param>
public readonly record struct SbeError(
    SbeErrorKind Kind, int OffsetBytes, ulong Found = 0, SchemaElementModel? Member = null)
{
    /// <summary>
    /// Name of <see cref="Member"/>; generated code, which carries no schema along, gives the name alone.
    /// </summary>
    public string? MemberName
    {
        get => field ?? Member?.Name;
        init;
    }

    /// <summary>Whether something is wrong.</summary>
    public bool IsError => Kind != SbeErrorKind.None;

    /// <summary>The error in one sentence.</summary>
    /// <returns>Text with place and number; <c>none</c> without an error.</returns>
    public override string ToString()
    {
        string member = MemberName ?? "";
        string what = Kind switch
        {
            SbeErrorKind.None => "none",
            SbeErrorKind.HeaderCut => "the frame ends inside the header",
            SbeErrorKind.OtherSchema => $"the message is of schema {Found}",
            SbeErrorKind.UnknownTemplate => $"template {Found} is unknown",
            SbeErrorKind.OtherTemplate => $"the message is of template {Found}",
            SbeErrorKind.BlockTooShort => $"the block of '{member}' has {Found} bytes, less than its version promises",
            SbeErrorKind.BlockPastEnd => $"the block of '{member}' has {Found} bytes, more than the frame",
            SbeErrorKind.DimensionsCut => $"the frame ends inside the dimensions of group '{member}'",
            SbeErrorKind.CountOutOfRange => $"group '{member}' has {Found} entries, which the schema does not allow",
            SbeErrorKind.EntriesPastEnd => $"the {Found} entries of group '{member}' run past the end of the frame",
            SbeErrorKind.EntriesEmpty => $"the {Found} entries of group '{member}' take no room",
            SbeErrorKind.LengthCut => $"the frame ends inside the length of '{member}'",
            SbeErrorKind.DataTooLong => $"'{member}' has {Found} bytes, more than the schema allows",
            _ => $"'{member}' has {Found} bytes and runs past the end of the frame",
        };
        return Kind == SbeErrorKind.None ? what : $"{what} (byte {OffsetBytes})";
    }
}
