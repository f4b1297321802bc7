using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using HotPath.Daemon.Reports;

namespace HotPath.Daemon.Terminals;

/// <summary>
/// How far the run is: one line rewritten in place on a terminal, a plain line every few seconds anywhere else.
/// </summary>
/// <remarks>Threading: any thread.</remarks>
internal sealed class ProgressLine
{
    private const int SlackMs = 50;
    private const string ClearLine = "\r\u001b[K";

    private readonly Lock _gate = new();
    private readonly TextWriter _messages;
    private readonly bool _isInPlace;
    private readonly Func<int> _columns;
    private bool _isShown;
    private long _shownAt;

    /// <summary>A progress line.</summary>
    /// <param name="messages">Standard error.</param>
    /// <param name="isInPlace">Whether that is a terminal.</param>
    /// <param name="columns">Width of the terminal now; a longer line would not be rewritten but repeated.</param>
    public ProgressLine(TextWriter messages, bool isInPlace, Func<int> columns)
    {
        _messages = messages;
        _isInPlace = isInPlace;
        _columns = columns;
    }

    /// <summary>How often there is a line: call <see cref="Show"/> when <see cref="IsDue"/>. Unit: ms.</summary>
    public int IntervalMs => _isInPlace ? 250 : 5_000;

    /// <summary>Whether it is time for the next line.</summary>
    public bool IsDue
    {
        get
        {
            lock (_gate)
            {
                return _shownAt == 0
                    || Stopwatch.GetElapsedTime(_shownAt).TotalMilliseconds >= IntervalMs - SlackMs;
            }
        }
    }

    /// <summary>Shows the state of the run.</summary>
    /// <param name="figures">Where it stands.</param>
    public void Show(in ProgressFigures figures)
    {
        string text =
            $"{Quantity.Count(figures.Events, "event")}, {Quantity.Rate(figures.EventsPerSecond)}, position "
            + $"{Quantity.Count(figures.Position)}, "
            + $"watermark {Quantity.EventTime(figures.WatermarkMs)}, lag {Lag(figures.LagMs)}, "
            + $"{Quantity.Bytes(figures.NativeBytes)} native, {Quantity.Bytes(figures.ManagedBytes)} managed"
            + (figures.Latency is { } latency
                ? $", latency p50 {Quantity.Nanoseconds(latency.P50Ns)} p99 {Quantity.Nanoseconds(latency.P99Ns)}"
                : string.Empty)
            + (figures.DeadLetters > 0 ? $", {Quantity.Count(figures.DeadLetters, "dead letter")}" : string.Empty);
        lock (_gate)
        {
            _shownAt = Stopwatch.GetTimestamp();
            if (!_isInPlace)
            {
                _messages.WriteLine(text);
                return;
            }

            int columns = Math.Max(20, _columns()) - 1;
            _messages.Write($"{ClearLine}{(text.Length > columns ? text[..columns] : text)}");
            _messages.Flush();
            _isShown = true;
        }
    }

    /// <summary>Takes the line away, so that something else can be written on the terminal.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_isShown)
            {
                _messages.Write(ClearLine);
                _messages.Flush();
                _isShown = false;
            }
        }
    }

    private static string Lag(long lagMs) => lagMs < 0 ? "none" : Quantity.Duration(TimeSpan.FromMilliseconds(lagMs));
}
