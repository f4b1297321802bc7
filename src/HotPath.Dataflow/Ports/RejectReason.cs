namespace HotPath.Dataflow.Ports;

/// <summary>Why an input or a row became a dead letter. The numbers stand in frames: append only.</summary>
public enum RejectReason
{
    /// <summary>No reason; catches a default value.</summary>
    None = 0,

    /// <summary>The line does not follow the format's grammar (quotes, JSON syntax, number of fields).</summary>
    Malformed = 1,

    /// <summary>A field cannot be read as its column's type.</summary>
    BadValue = 2,

    /// <summary>A number does not fit its column's type.</summary>
    OutOfRange = 3,

    /// <summary>Text is not valid UTF-8.</summary>
    BadEncoding = 4,

    /// <summary>The record is longer than the largest frame.</summary>
    TooLarge = 5,

    /// <summary>The input ends inside a record.</summary>
    CutShort = 6,

    /// <summary>A column that must not be NULL is NULL.</summary>
    NullValue = 7,

    /// <summary>A frame of a recorded log fails its checksum or layout.</summary>
    BadFrame = 8,

    /// <summary>
    /// A malformed record that the table's 'ignore-parse-errors' lets pass: counted, never a reason to stop.
    /// </summary>
    PassedOver = 9,

    /// <summary>The event-time column is NULL.</summary>
    NullRowTime = 20,

    /// <summary>Integer or decimal division by zero.</summary>
    DivisionByZero = 21,

    /// <summary>A CAST that cannot succeed.</summary>
    CastFailed = 22,

    /// <summary>A function was given an argument it cannot take (for example a bad regular expression).</summary>
    BadArgument = 23,

    /// <summary>The row needs more state, and its tenant's quota has no more.</summary>
    StateQuota = 24,

    /// <summary>Evaluating the row ended the process, in two lives and a trial: it is set aside.</summary>
    Quarantined = 25,

    /// <summary>The event time is further ahead of the arrival than the table allows.</summary>
    TooFarAhead = 26,

    /// <summary>A user's function threw an exception.</summary>
    FunctionFailed = 27,

    /// <summary>The event is older than the time for which event ids are remembered: it may be a copy.</summary>
    Stale = 30,
}
