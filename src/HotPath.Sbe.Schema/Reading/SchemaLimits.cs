namespace HotPath.Sbe.Schema.Reading;

/// <summary>How large a schema may be: a few lines of XML must not be able to take a process's memory.</summary>
public sealed record SchemaLimits
{
    /// <summary>Characters of one file. Default: 8 Mi.</summary>
    public int CharactersMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>Elements of a schema with all its includes. Default: 200,000.</summary>
    public int ElementsMax { get; init; } = 200_000;

    /// <summary>Nesting of elements, of includes, and of composites in composites. Default: 32.</summary>
    public int DepthMax { get; init; } = 32;

    /// <summary>Files of a schema. Default: 64.</summary>
    public int FilesMax { get; init; } = 64;

    /// <summary>Members of all messages once composites are written out in them. Default: 250,000.</summary>
    public int MembersMax { get; init; } = 250_000;

    /// <summary>Room of one type or block. Default: 64 MiB. Unit: bytes.</summary>
    public int SizeMaxBytes { get; init; } = 64 * 1024 * 1024;
}
