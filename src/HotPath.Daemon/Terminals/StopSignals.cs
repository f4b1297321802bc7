using System;
using System.Runtime.InteropServices;
using System.Threading;
using HotPath.Daemon.Errors;

namespace HotPath.Daemon.Terminals;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the job to stop admission and drain; the second ends the process at once. That is
/// harmless: nothing of a run in memory is promised before its end, and a recorded log ends at its last whole batch.
/// </summary>
/// <remarks>Threading: the handlers run on a thread of the runtime.</remarks>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<ExitCode> _exitNow;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _received;

    /// <summary>Takes the signals over until disposed.</summary>
    /// <param name="exitNow">Ends the process; called at the second signal.</param>
    public StopSignals(Action<ExitCode> exitNow)
    {
        _exitNow = exitNow;
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
            _stop.Cancel();
        }
        else
        {
            _exitNow(exit);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void Cancel(PosixSignalContext context, ExitCode exit)
    {
        context.Cancel = true;
        Receive(exit);
    }
}
