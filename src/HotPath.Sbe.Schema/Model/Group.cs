namespace HotPath.Sbe.Schema.Model;

/// <summary>A repeating group: dimensions, then so many entries.</summary>
public sealed record Group : Block
{
    /// <summary>Composite of <c>blockLength</c> and <c>numInGroup</c>.</summary>
    public required CompositeType Dimensions { get; init; }

    /// <summary>Member that holds the length of an entry.</summary>
    public CompositeMember BlockLengthMember => Dimensions.Find("blockLength")!;

    /// <summary>Member that holds the number of entries.</summary>
    public CompositeMember NumInGroupMember => Dimensions.Find("numInGroup")!;

    /// <summary>Smallest number of entries. Unit: entries.</summary>
    public long CountMin => ((EncodedType)NumInGroupMember.Type).MinValue.ToInt64();

    /// <summary>Largest number of entries. Unit: entries.</summary>
    public long CountMax => ((EncodedType)NumInGroupMember.Type).MaxValue.ToInt64();

    /// <summary>
    /// Whether entries take no octets in this version: decoders refuse any, for nothing tells how many there may be,
    /// and encoders write none.
    /// </summary>
    public bool IsEntryEmpty => BlockLengthBytes == 0 && Groups.Count + Data.Count == 0;
}
