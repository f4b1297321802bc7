using System;
using System.Threading;

namespace HotPath.Sbe.Fuzz.Running;

/// <summary>Ends the process when one input takes too long; the input is in the file of the guarded memory.</summary>
internal sealed class HangWatch : IDisposable
{
    /// <summary>Exit code of a hang.</summary>
    public const int ExitCode = 124;

    // Two looks without progress: half a minute at least, which a machine that is loaded does not take for one input.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly Func<long> _progress;
    private readonly Timer _timer;
    private long _seen = -1;

    /// <summary>Begins to watch.</summary>
    /// <param name="progress">Counts inputs.</param>
    public HangWatch(Func<long> progress)
    {
        _progress = progress;
        _timer = new Timer(_ => Look(), null, Period, Period);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long now = _progress();
        if (now == _seen)
        {
            Environment.Exit(ExitCode);
        }

        _seen = now;
    }
}
