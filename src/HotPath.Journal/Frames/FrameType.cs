namespace HotPath.Journal.Frames;

/// <summary>
/// What a frame says. The numbers stand in every log: append only. 0xF0 and above belong to containers, see
/// <see cref="Log.LogDescriptor"/>.
/// </summary>
public enum FrameType : byte
{
    /// <summary>Not a frame; catches memory that was never written.</summary>
    None = 0,

    /// <summary>One row of a table; the payload is the row.</summary>
    Event = 1,

    /// <summary>
    /// An input refused at ingress; the payload is its first bytes, the detail holds reason and column.
    /// </summary>
    Reject = 2,

    /// <summary>The name behind a tenant id; the payload is the name.</summary>
    DefineTenant = 3,

    /// <summary>The name behind a table id; the payload is the name.</summary>
    DefineTable = 4,

    /// <summary>The name behind a source of a table; the payload is the file's name without its folder.</summary>
    DefineSource = 5,

    /// <summary>The plan from here on; the payload is its text. The first frame of every log.</summary>
    Plan = 6,

    /// <summary>A mark: each shard hashes its state here. No payload.</summary>
    Mark = 7,

    /// <summary>A tick of the clock. No payload.</summary>
    Tick = 8,

    /// <summary>A table's input has ended. No payload.</summary>
    EndOfInput = 9,

    /// <summary>A control command.</summary>
    Command = 10,

    /// <summary>
    /// The name behind a client of a table's source, which is the partition of its records; the payload is the name.
    /// </summary>
    DefineClient = 11,
}
