using System;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Functions;
using HotPath.Operators.Functions;

namespace HotPath.Operators.Scalars;

/// <summary>
/// What scalar functions need besides their arguments: scratch memory for results, the frame's ingest time, and a
/// place to report failure as a value. One per shard; reset before each row.
/// </summary>
/// <remarks>Threading: single-threaded.</remarks>
public sealed class ScalarContext : IDisposable
{
    // UTF-16 text for regular expressions; grows with the longest text.
    private char[] _chars = new char[256];

    // Of the last failure; stays behind when a row begins, since Failure says whether it counts.
    private string? _failureDetail;

    /// <summary>A context with scratch memory of its own.</summary>
    /// <param name="heap">Where scratch memory comes from.</param>
    public ScalarContext(NativeHeap heap)
    {
        Scratch = new ScratchArena(heap);
        Texts = new ScratchText(Scratch);
    }

    /// <summary>Regular expressions seen so far, translated and compiled.</summary>
    internal PatternCache<JavaPattern> Expressions { get; } = new(JavaPattern.TryCompile);

    /// <summary>Time formats seen so far, compiled.</summary>
    internal PatternCache<TimeFormat> TimeFormats { get; } = new(static text => TimeFormat.Of(text, out _));

    /// <summary>Memory for results; valid until the next row.</summary>
    public ScratchArena Scratch { get; }

    /// <summary>The same, as users' functions see it.</summary>
    public TextBuffer Texts { get; }

    /// <summary>
    /// Ingest time of the row's frame: CURRENT_TIMESTAMP and PROCTIME. Unit: ms since the Unix epoch.
    /// </summary>
    public long IngestTimeMs { get; private set; }

    /// <summary>What closed the window of the result at hand; only where the statement tells.</summary>
    public Utf8View ClosedBy { get; internal set; }

    /// <summary>First failure of this row, or <see cref="RejectReason.None"/>.</summary>
    public RejectReason Failure { get; private set; }

    /// <summary>What a user's function did to fail this row; <see langword="null"/> for other reasons.</summary>
    public string? FailureDetail => Failure == RejectReason.None ? null : _failureDetail;

    /// <summary>Starts a row: forgets scratch values and failure.</summary>
    /// <param name="ingestTimeMs">Ingest time of the row's frame. Unit: ms since the Unix epoch.</param>
    public void Begin(long ingestTimeMs)
    {
        Scratch.Reset();
        Failure = RejectReason.None;
        IngestTimeMs = ingestTimeMs;
    }

    /// <summary>Goes on to the next row of a run: what the rows before it have left in scratch memory stays.</summary>
    /// <param name="ingestTimeMs">Ingest time of the row's frame. Unit: ms since the Unix epoch.</param>
    internal void GoOn(long ingestTimeMs)
    {
        Failure = RejectReason.None;
        IngestTimeMs = ingestTimeMs;
    }

    /// <summary>
    /// Reports that the row fails. The caller returns any value; the row is dropped before it touches state.
    /// </summary>
    /// <param name="reason">Why.</param>
    public void Fail(RejectReason reason) => FailWith(reason, detail: null);

    /// <summary>The same with a text for the dead letter.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="detail">The text; must be a function of the row.</param>
    public void FailWith(RejectReason reason, string? detail)
    {
        if (Failure == RejectReason.None)
        {
            Failure = reason;
            _failureDetail = detail;
        }
    }

    internal Span<char> Chars(int length)
    {
        if (_chars.Length < length)
        {
            _chars = new char[Math.Max(length, 2 * _chars.Length)];
        }

        return _chars.AsSpan(0, length);
    }

    /// <inheritdoc/>
    public void Dispose() => Scratch.Dispose();
}
