namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>What a frame of a made-up log is.</summary>
internal enum LogFrameKind
{
    DefineTenant = 0,
    DefineSource = 1,
    Row = 2,
    Mark = 3,
    End = 4,
    Tick = 5,
}
