namespace HotPath.Foundation.Files;

/// <summary>Kinds of files, as far as they are treated differently.</summary>
public enum FileKind
{
    /// <summary>Holds bytes that can be read again.</summary>
    Regular,

    /// <summary>A named pipe: opening it waits for the other end.</summary>
    Pipe,

    /// <summary>A folder, a device or a socket.</summary>
    Other,
}
