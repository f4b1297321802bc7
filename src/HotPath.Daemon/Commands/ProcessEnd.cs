using System;
using HotPath.Daemon.Errors;

namespace HotPath.Daemon.Commands;

/// <summary>
/// Tells when something else than hotpath ends the process while a job runs: a user's function that calls
/// <see cref="Environment.Exit"/> would pass for a job that is done.
/// </summary>
/// <remarks>Ends as by a crash, with the code of an internal error, which a trial of a row takes for guilt.</remarks>
internal sealed class ProcessEnd : IDisposable
{
    private readonly Action<string> _warn;

    /// <summary>Watches until disposed.</summary>
    /// <param name="warn">Told what has happened; how it goes on is the caller's to say.</param>
    public ProcessEnd(Action<string> warn)
    {
        _warn = warn;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <inheritdoc/>
    public void Dispose() => AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;

    private void OnProcessExit(object? sender, EventArgs args)
    {
        _warn("the process was ended from within, by a function that calls Environment.Exit or by a library");
        Environment.ExitCode = (int)ExitCode.Internal;
    }
}
