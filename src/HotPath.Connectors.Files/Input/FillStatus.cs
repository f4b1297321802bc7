namespace HotPath.Connectors.Files.Input;

/// <summary>Outcome of asking for more bytes.</summary>
internal enum FillStatus
{
    /// <summary>There are more bytes than before.</summary>
    More = 0,

    /// <summary>Nothing now, more may come.</summary>
    Idle = 1,

    /// <summary>The input has ended.</summary>
    End = 2,

    /// <summary>The bytes kept are as many as a record may have.</summary>
    Full = 3,
}
