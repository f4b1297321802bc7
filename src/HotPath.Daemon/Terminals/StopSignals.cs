using System;
using System.Runtime.InteropServices;
using System.Threading;
using HotPath.Daemon.Errors;

namespace HotPath.Daemon.Terminals;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the job to stop admission and drain. If that is not done within the grace period
/// the process ends as by a crash. A second Ctrl-C wants the same at once; a further SIGTERM says nothing new.
/// </summary>
/// <remarks>Threading: the handlers run on threads of the runtime.</remarks>
internal sealed class StopSignals : IDisposable
{
    private const int MsPerSecond = 1000;

    private readonly CancellationTokenSource _stop = new();
    private readonly Action<ExitCode, bool> _exitNow;
    private readonly int _graceSeconds;
    private readonly Timer _grace;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _received;

    /// <summary>Takes the signals over until disposed.</summary>
    /// <param name="graceSeconds">Time from the first signal to the end of the process at the latest. Unit: s.</param>
    /// <param name="exitNow">Ends the process; told whether because the grace period is over.</param>
    public StopSignals(int graceSeconds, Action<ExitCode, bool> exitNow)
    {
        _exitNow = exitNow;
        _graceSeconds = graceSeconds;
        _grace = new Timer(_ => OnGraceOver());
        _interrupt =
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, ExitCode.Interrupted));
        _terminate =
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, ExitCode.Terminated));
    }

    /// <summary>Cancelled at the first signal, or by <see cref="Stop"/>.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Exit code of the signal received, or <see langword="null"/>. Ordering: acquire.</summary>
    public ExitCode? Received => Volatile.Read(ref _received) is var code and not 0 ? (ExitCode)code : null;

    /// <summary>Stops the job for another reason than a signal.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>A signal has come.</summary>
    /// <param name="exit">Exit code it asks for.</param>
    public void Receive(ExitCode exit)
    {
        if (Interlocked.CompareExchange(ref _received, (int)exit, 0) == 0)
        {
            _grace.Change(_graceSeconds * MsPerSecond, Timeout.Infinite);
            _stop.Cancel();
        }
        else if (exit == ExitCode.Interrupted)
        {
            _exitNow(exit, false);
        }
    }

    /// <summary>The grace period is over.</summary>
    internal void OnGraceOver()
    {
        if (Received is { } exit)
        {
            _exitNow(exit, true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _grace.Dispose();
        _stop.Dispose();
    }

    private void Cancel(PosixSignalContext context, ExitCode exit)
    {
        context.Cancel = true;
        Receive(exit);
    }
}
