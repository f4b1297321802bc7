namespace HotPath.Daemon.Why;

/// <summary>How a watermark is doing.</summary>
internal enum ClockVerdict
{
    /// <summary>It has risen lately.</summary>
    Moving = 0,

    /// <summary>The input has ended: every window has fired.</summary>
    Ended = 1,

    /// <summary>No row has raised it yet.</summary>
    Unset = 2,

    /// <summary>No row has come for as long as was asked about.</summary>
    Idle = 3,

    /// <summary>Rows come, and none of them raises it.</summary>
    Blocked = 4,

    /// <summary>It is ahead of the time at which its row came: rows with right times are late.</summary>
    Skewed = 5,
}
