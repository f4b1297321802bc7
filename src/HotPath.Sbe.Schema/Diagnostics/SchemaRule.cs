namespace HotPath.Sbe.Schema.Diagnostics;

/// <summary>What a schema can do wrong. Numbers are stable and appear as <c>SBE0101</c>; append only.</summary>
public enum SchemaRule
{
    /// <summary>Not a rule; catches a default value.</summary>
    None = 0,

    /// <summary>The file is not well-formed XML.</summary>
    XmlMalformed = 1,

    /// <summary>The file, or one that it includes, cannot be read.</summary>
    FileUnreadable = 2,

    /// <summary>The schema is larger or deeper than the reader's limits.</summary>
    LimitExceeded = 3,

    /// <summary>An <c>xi:include</c> is wrong, or includes a file that includes it.</summary>
    IncludeInvalid = 4,

    /// <summary>The root element is not <c>messageSchema</c>.</summary>
    NotASchema = 5,

    /// <summary>A document type, and with it entities, is not allowed.</summary>
    DoctypeForbidden = 6,

    /// <summary>An element or attribute that SBE does not have, but one of nearly that name. A warning.</summary>
    NameMisspelt = 7,

    /// <summary>A needed attribute is missing or empty.</summary>
    AttributeMissing = 101,

    /// <summary>An attribute is not a number, or outside its range.</summary>
    AttributeNotNumber = 102,

    /// <summary>An attribute is none of the words it may be.</summary>
    AttributeWord = 103,

    /// <summary>Two declared types have one name.</summary>
    TypeDuplicate = 201,

    /// <summary>A type is named that nobody declared.</summary>
    TypeUnknown = 202,

    /// <summary>A composite holds itself, directly or through others.</summary>
    TypeCycle = 203,

    /// <summary>A type is of the wrong kind for its use.</summary>
    TypeKind = 204,

    /// <summary>A type has the name of a built-in one. A warning.</summary>
    TypeShadowsPrimitive = 205,

    /// <summary>A constant has no value.</summary>
    ConstantMissing = 206,

    /// <summary>A constant, a bound or a null value is no value of its type.</summary>
    ValueInvalid = 207,

    /// <summary>A null value is given where values are never null. A warning.</summary>
    NullValueUnused = 208,

    /// <summary>A length is negative or too large.</summary>
    LengthInvalid = 209,

    /// <summary>A <c>valueRef</c> is malformed or names nothing.</summary>
    ValueRefInvalid = 210,

    /// <summary>A <c>valueRef</c> and the type of what carries it do not agree.</summary>
    ValueRefMismatch = 211,

    /// <summary>The smallest value is larger than the largest.</summary>
    RangeEmpty = 212,

    /// <summary>Presence of a field and of its type contradict each other.</summary>
    PresenceConflict = 213,

    /// <summary>A composite or an enum holds nothing.</summary>
    TypeEmpty = 214,

    /// <summary>Something stands in a composite that cannot be there.</summary>
    CompositeMemberKind = 215,

    /// <summary>Two values of an enum, or two choices of a set, are the same.</summary>
    ValueDuplicate = 301,

    /// <summary>An encoding type is not possible for an enum or a set.</summary>
    EncodingTypeInvalid = 302,

    /// <summary>A value of an enum is its null value.</summary>
    ValueIsNull = 303,

    /// <summary>A value of an enum is outside the range of its encoding type.</summary>
    ValueOutOfRange = 304,

    /// <summary>A choice's bit is not in its set.</summary>
    BitOutOfRange = 305,

    /// <summary>An offset lies before the end of what stands before it.</summary>
    OffsetOverlap = 401,

    /// <summary>A block length is smaller than its fields.</summary>
    BlockTooShort = 402,

    /// <summary>A block is longer than the header or the dimensions can say.</summary>
    BlockTooLong = 403,

    /// <summary>Two members or messages share a name or a number.</summary>
    MemberDuplicate = 501,

    /// <summary>Two members get one name in generated code.</summary>
    MemberNameCollision = 502,

    /// <summary>A field stands after a group or data, or a group after data.</summary>
    MemberOrder = 503,

    /// <summary>The semantic types of a field and of its type differ.</summary>
    SemanticTypeMismatch = 504,

    /// <summary>The schema has no messages. A warning.</summary>
    NoMessages = 505,

    /// <summary>A header, dimension or length lacks a member.</summary>
    StructureMemberMissing = 601,

    /// <summary>A member of a header, dimension or length has an impossible type.</summary>
    StructureMemberType = 602,

    /// <summary>A member of a header, dimension or length has an unusual type. A warning.</summary>
    StructureMemberUnusual = 603,

    /// <summary>A number of the schema does not fit the header.</summary>
    HeaderValueTooLarge = 604,

    /// <summary>Data of variable length has members that readers would disagree on.</summary>
    VarDataShape = 605,

    /// <summary>Data of variable length is optional, which nothing on the wire can say.</summary>
    VarDataOptional = 606,

    /// <summary>A <c>sinceVersion</c> or <c>deprecated</c> is above the version of the schema.</summary>
    VersionTooHigh = 701,

    /// <summary>A member has a lower <c>sinceVersion</c> than one before it.</summary>
    VersionOrder = 702,

    /// <summary>Members of one composite have different versions.</summary>
    VersionMixed = 703,

    /// <summary>A field that came later is required: old data has no value for it. A warning.</summary>
    AppendedRequired = 704,

    /// <summary>A group that came later precedes data that is older. A warning.</summary>
    AppendedGroupBeforeData = 705,
}
