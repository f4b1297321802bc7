namespace HotPath.Generator;

/// <summary>How events are written.</summary>
public enum DataFormat
{
    /// <summary>Messages of schema commerce v1, framed by the Simple Open Framing Header.</summary>
    Sbe,

    /// <summary>A line an event, without a header; NULL is written as NULL.</summary>
    Csv,

    /// <summary>A JSON object a line; members that are NULL are left out.</summary>
    Json,
}
