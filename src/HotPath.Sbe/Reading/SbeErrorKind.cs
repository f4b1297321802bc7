namespace HotPath.Sbe.Reading;

/// <summary>Why octets are no message of a schema. All of them mean: refuse the frame.</summary>
public enum SbeErrorKind
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The frame ends inside the header.</summary>
    HeaderCut = 1,

    /// <summary>The header names another schema.</summary>
    OtherSchema = 2,

    /// <summary>The schema has no such template: skip the frame by its length.</summary>
    UnknownTemplate = 3,

    /// <summary>A block is shorter than its version promises.</summary>
    BlockTooShort = 4,

    /// <summary>The root block runs past the end of the frame.</summary>
    BlockPastEnd = 5,

    /// <summary>The frame ends inside the dimensions of a group.</summary>
    DimensionsCut = 6,

    /// <summary>A group has more entries than the schema allows, or fewer.</summary>
    CountOutOfRange = 7,

    /// <summary>The entries of a group run past the end of the frame.</summary>
    EntriesPastEnd = 8,

    /// <summary>Entries of a group take no room: their number means nothing.</summary>
    EntriesEmpty = 9,

    /// <summary>The frame ends inside the length of data.</summary>
    LengthCut = 10,

    /// <summary>Data is longer than the schema allows.</summary>
    DataTooLong = 11,

    /// <summary>Data runs past the end of the frame.</summary>
    DataPastEnd = 12,

    /// <summary>The message is of another template than the decoder.</summary>
    OtherTemplate = 13,
}
