namespace HotPath.Connectors.Files.Formats;

/// <summary>What a JSON value is.</summary>
internal enum JsonKind : byte
{
    /// <summary>No value was there.</summary>
    Missing = 0,
    Null,
    True,
    False,
    Number,
    Text,
    Object,
    Array,
}
