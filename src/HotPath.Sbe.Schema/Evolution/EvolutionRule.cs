namespace HotPath.Sbe.Schema.Evolution;

/// <summary>How a schema can change. Numbers are stable and appear as <c>SBE1001</c>; append only.</summary>
public enum EvolutionRule
{
    /// <summary>Not a rule; catches a default value.</summary>
    None = 0,

    /// <summary>The id of the schema changed.</summary>
    SchemaIdChanged = 1001,

    /// <summary>The byte order changed.</summary>
    ByteOrderChanged = 1002,

    /// <summary>The version went down.</summary>
    VersionLowered = 1003,

    /// <summary>Something changed but the version stayed.</summary>
    VersionNotRaised = 1004,

    /// <summary>The package changed: names in code do.</summary>
    PackageChanged = 1005,

    /// <summary>A message came.</summary>
    MessageAdded = 1101,

    /// <summary>A message went.</summary>
    MessageRemoved = 1102,

    /// <summary>A message has another template id.</summary>
    TemplateIdChanged = 1103,

    /// <summary>A template id stands for another message.</summary>
    TemplateIdReused = 1104,

    /// <summary>A message came without a sinceVersion above the old version.</summary>
    MessageWithoutVersion = 1105,

    /// <summary>A field came.</summary>
    FieldAdded = 1201,

    /// <summary>A required field came.</summary>
    FieldAddedRequired = 1202,

    /// <summary>A field went.</summary>
    FieldRemoved = 1203,

    /// <summary>A field lies elsewhere.</summary>
    FieldMoved = 1204,

    /// <summary>A field has another id.</summary>
    FieldIdChanged = 1205,

    /// <summary>A member came without a sinceVersion above the old version.</summary>
    MemberWithoutVersion = 1206,

    /// <summary>The sinceVersion of a member changed.</summary>
    SinceVersionChanged = 1207,

    /// <summary>An optional field became required.</summary>
    OptionalToRequired = 1208,

    /// <summary>A required field became optional.</summary>
    RequiredToOptional = 1209,

    /// <summary>A constant went onto the wire, or a field became constant.</summary>
    ConstantToWire = 1210,

    /// <summary>The value of a constant changed.</summary>
    ConstantChanged = 1211,

    /// <summary>The unit or start of a time changed.</summary>
    TimeMeaningChanged = 1212,

    /// <summary>A block got shorter than it was.</summary>
    BlockShrunk = 1213,

    /// <summary>A group came at the end of a message without data.</summary>
    GroupAppended = 1301,

    /// <summary>A group came where an old reader expects something else.</summary>
    GroupInserted = 1302,

    /// <summary>A group went.</summary>
    GroupRemoved = 1303,

    /// <summary>Data came at the end of a message.</summary>
    DataAppended = 1304,

    /// <summary>Data came where an old reader expects something else.</summary>
    DataInserted = 1305,

    /// <summary>Data went.</summary>
    DataRemoved = 1306,

    /// <summary>Groups or data have another order.</summary>
    OrderChanged = 1307,

    /// <summary>The type is another kind of type.</summary>
    TypeKindChanged = 1401,

    /// <summary>The primitive type changed.</summary>
    PrimitiveChanged = 1402,

    /// <summary>The number of elements changed.</summary>
    LengthChanged = 1403,

    /// <summary>The value that means none changed.</summary>
    NullValueChanged = 1404,

    /// <summary>The encoding of text changed.</summary>
    CharacterEncodingChanged = 1405,

    /// <summary>The range of values became smaller.</summary>
    RangeNarrowed = 1406,

    /// <summary>The range of values became larger.</summary>
    RangeWidened = 1407,

    /// <summary>A value of an enum came.</summary>
    EnumValueAdded = 1408,

    /// <summary>A value of an enum went.</summary>
    EnumValueRemoved = 1409,

    /// <summary>A value of an enum has another number.</summary>
    EnumValueRenumbered = 1410,

    /// <summary>A choice of a set came.</summary>
    ChoiceAdded = 1411,

    /// <summary>A choice of a set went.</summary>
    ChoiceRemoved = 1412,

    /// <summary>A choice of a set has another bit.</summary>
    ChoiceMoved = 1413,

    /// <summary>A composite has other members, or they lie elsewhere.</summary>
    CompositeChanged = 1414,

    /// <summary>A header, dimension or length changed its form.</summary>
    StructureChanged = 1415,

    /// <summary>A name changed; the wire does not know names.</summary>
    Renamed = 1501,

    /// <summary>The meaning by another standard changed.</summary>
    SemanticTypeChanged = 1502,
}
