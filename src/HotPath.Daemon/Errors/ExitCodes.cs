using HotPath.Foundation.Errors;

namespace HotPath.Daemon.Errors;

/// <summary>The one place where an error number becomes an exit code.</summary>
internal static class ExitCodes
{
    /// <summary>The exit code of an error.</summary>
    /// <param name="code">Stable number of the error.</param>
    /// <returns>Exit code; <see cref="ExitCode.Internal"/> for what only HotPath can mend.</returns>
    public static ExitCode For(ErrorCode code) => code switch
    {
        ErrorCode.ConfigurationInvalid or ErrorCode.ScriptInvalid or ErrorCode.NotSupported
            or ErrorCode.SbeInvalid => ExitCode.Usage,
        ErrorCode.InputUnreadable => ExitCode.Input,
        ErrorCode.OutputUnwritable or ErrorCode.DiskFull => ExitCode.Output,
        ErrorCode.LogCorrupt => ExitCode.LogDamaged,
        ErrorCode.ReplayDiverged => ExitCode.ReplayDiverged,
        ErrorCode.RowFailed => ExitCode.RowFailed,
        ErrorCode.SyncFailed => ExitCode.SyncFailed,
        ErrorCode.StateCorrupt => ExitCode.StateDamaged,
        ErrorCode.DataDirectoryRefused => ExitCode.DataDirectoryRefused,
        ErrorCode.NodeUnreachable => ExitCode.NodeUnreachable,
        ErrorCode.ConnectionRefused => ExitCode.ConnectionRefused,
        _ => ExitCode.Internal,
    };
}
