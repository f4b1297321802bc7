using System;
using System.IO;
using HotPath.Connectors.Files;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Terminals;
using HotPath.Foundation.Time;
using HotPath.Runtime.Jobs;

namespace HotPath.Daemon.Commands;

/// <summary>What a running job shares with its user: signals, standard streams and the progress line.</summary>
internal sealed class JobConsole : IDisposable
{
    private const int StatusIntervalMs = 1_000;

    private readonly ConsoleStreams _streams;
    private readonly bool _isQuiet;
    private readonly ProgressLine _progress;
    private readonly ProgressSpan _span = new();
    private readonly OutputPipe _output;
    private readonly Stream _errors;
    private readonly Stream _input;
    private readonly ProcessEnd _end;
    private readonly string _crash;

    /// <summary>Takes over signals and streams until disposed.</summary>
    /// <param name="streams">Standard streams.</param>
    /// <param name="isQuiet">No progress.</param>
    /// <param name="graceSeconds">Time that a stop may take. Unit: s.</param>
    /// <param name="sequel">What a start after a crash finds; nothing is said of it where none goes on.</param>
    public JobConsole(
        ConsoleStreams streams,
        bool isQuiet,
        int graceSeconds = CommandOptions.GraceSeconds,
        string? sequel = null)
    {
        _streams = streams;
        _isQuiet = isQuiet;
        _progress = new ProgressLine(streams.Messages, streams.IsMessagesTerminal, streams.Columns);
        Signals = new StopSignals(graceSeconds, (exit, isGraceOver) => ExitNow(exit, isGraceOver, graceSeconds));
        _crash = sequel is null ? "ending as by a crash" : $"ending as by a crash, {sequel}";
        _end = new ProcessEnd(reason => Warn($"{reason}; {_crash}"));
        _output = new OutputPipe(streams.OpenOutput(), _progress.Clear, Signals.Stop);
        _errors = new OutputPipe(streams.OpenErrors(), _progress.Clear, static () => { }) { Name = "standard error" };
        _input = streams.OpenInput();
    }

    /// <summary>Stops the job.</summary>
    public StopSignals Signals { get; }

    /// <summary>Options of a job.</summary>
    /// <param name="engine">As given.</param>
    /// <param name="recordPath">Log to record, or <see langword="null"/>.</param>
    /// <param name="note">Told where the job stands, quiet or not.</param>
    /// <returns>Options.</returns>
    public JobOptions Options(EngineArguments engine, string? recordPath, Action<JobProgress>? note = null) =>
        engine.Options() with
        {
            OnNotice = Notice,
            RecordPath = recordPath,
            MeasuresLatency = true,
            OnProgress = (_isQuiet ? null : Show) + note,
            ProgressIntervalMs = Math.Min(StatusIntervalMs, _progress.IntervalMs),
        };

    /// <summary>Connector options with this console's streams.</summary>
    /// <param name="options">Options without streams.</param>
    /// <returns>Options with them.</returns>
    public FileConnectorOptions Attach(FileConnectorOptions options) => options with
    {
        StandardInput = _input,
        StandardOutput = _output,
        StandardError = _errors,
    };

    /// <summary>How a job ended.</summary>
    /// <param name="isStopped">Whether it stopped before its input ended.</param>
    /// <returns>Word of the report and exit code.</returns>
    public (string Outcome, ExitCode Exit) Outcome(bool isStopped)
    {
        // A signal that came when the work was already done has changed nothing.
        return (isStopped, Signals.Received) switch
        {
            (true, ExitCode.Terminated) => ("terminated", ExitCode.Terminated),
            (true, not null) => ("interrupted", ExitCode.Interrupted),
            _ when _output.IsReaderGone => ("reader-gone", ExitCode.Ok),
            _ => ("completed", ExitCode.Ok),
        };
    }

    /// <summary>Says what a user should know while the job runs; from any thread.</summary>
    /// <param name="text">One line.</param>
    public void Notice(string text)
    {
        if (!_isQuiet)
        {
            Warn(text);
        }
    }

    /// <summary>Says what a user must know, quiet or not: damage, a full disk; from any thread.</summary>
    /// <param name="text">One line.</param>
    public void Warn(string text)
    {
        _progress.Clear();
        _streams.Messages.WriteLine($"hotpath: {text}");
    }

    /// <summary>Takes the progress line away.</summary>
    public void EndProgress() => _progress.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        _progress.Clear();
        _end.Dispose();
        Signals.Dispose();
        _output.Dispose();
        _errors.Dispose();
        _input.Dispose();
    }

    private void ExitNow(ExitCode exit, bool isGraceOver, int graceSeconds)
    {
        if (isGraceOver)
        {
            _progress.Clear();
            _streams.Messages.WriteLine(
                $"hotpath: not stopped within the grace period of {graceSeconds} s; {_crash}");
        }

        _end.Dispose();
        Environment.Exit((int)exit);
    }

    private void Show(JobProgress progress)
    {
        _span.Note(progress);
        if (_progress.IsDue)
        {
            _progress.Show(_span.End(progress, MonotonicClock.NowNs));
        }
    }
}
