namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>One frame of a made-up log.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Tenant">Tenant id, or number of a file.</param>
/// <param name="Bytes">Row, or a name.</param>
internal sealed record LogFrame(LogFrameKind Kind, int Tenant, byte[] Bytes);
