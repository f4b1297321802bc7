using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading;
using HotPath.Daemon.Reports;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Latency;

namespace HotPath.Daemon.Status;

/// <summary>
/// Readiness for whoever looks from outside: a small document <c>status.json</c> in the data directory, replaced as a
/// whole, and the same to a service manager. It is information, not state: nothing is synced, nothing reads it back.
/// </summary>
/// <remarks>
/// Threading: any thread. The document is there before the manager is told. Of a process that died it says what was
/// last; its lock is free then.
/// </remarks>
internal sealed class NodeStatus : IDisposable
{
    /// <summary>Name of the document.</summary>
    public const string FileName = "status.json";

    /// <summary>Member with the latencies by tenant and stage.</summary>
    public const string LatencyMember = "latency";

    private const string FullWord = "full";

    private readonly Lock _gate = new();
    private readonly ServiceNotifier _manager = ServiceNotifier.OfEnvironment();
    private readonly string _path;
    private NodeState _state = NodeState.Starting;
    private JobProgress? _progress;
    private CheckpointLedger? _checkpoint;
    private bool _isHeld;
    private bool _isFull;

    /// <summary>The status of a process that begins.</summary>
    /// <param name="dataPath">Data directory, or <see langword="null"/> for a run in memory.</param>
    public NodeStatus(string? dataPath)
    {
        _path = dataPath is null ? string.Empty : Path.Combine(Path.GetFullPath(dataPath), FileName);
        _manager.Send("STATUS=starting");
    }

    /// <summary>The data directory is this process's: from now on it may write there.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _isHeld = _path.Length > 0;
            Write(job: null, error: null);
        }
    }

    /// <summary>Goes on to a state; never back.</summary>
    /// <param name="state">The state.</param>
    public void Enter(NodeState state)
    {
        lock (_gate)
        {
            if (state <= _state)
            {
                return;
            }

            _state = state;
            Write(job: null, error: null);
            string word = Word(state);
            _manager.Send(state switch
            {
                NodeState.Ready => $"READY=1\nSTATUS={word}",
                NodeState.Stopping => $"STOPPING=1\nSTATUS={word}",
                _ => $"STATUS={word}",
            });
        }
    }

    /// <summary>Intake stands still for want of space, or goes on.</summary>
    /// <param name="isFull">Whether it stands still.</param>
    public void NoteStandstill(bool isFull)
    {
        lock (_gate)
        {
            _isFull = isFull;
            _manager.Send($"STATUS={Word()}");
            Write(job: null, error: null);
        }
    }

    /// <summary>The run goes on.</summary>
    /// <param name="progress">Where it stands.</param>
    public void Note(JobProgress progress)
    {
        lock (_gate)
        {
            _progress = progress;
            _manager.Send(string.Create(
                CultureInfo.InvariantCulture,
                $"STATUS={Word()}: {progress.Events} events, position {progress.Position}"));
            Write(job: null, error: null);
        }
    }

    /// <summary>A checkpoint was found or committed.</summary>
    /// <param name="ledger">The ledger there.</param>
    public void Note(CheckpointLedger ledger)
    {
        lock (_gate)
        {
            _checkpoint = ledger;
            Write(job: null, error: null);
        }
    }

    /// <summary>The run has ended in order.</summary>
    /// <param name="job">Its report.</param>
    public void End(JobReport job)
    {
        lock (_gate)
        {
            _state = NodeState.Stopped;
            Write(job, error: null);
            _manager.Send("STOPPING=1\nSTATUS=stopped");
        }
    }

    /// <summary>The run has ended by an error.</summary>
    /// <param name="error">The error.</param>
    public void Fail(HotPathException error)
    {
        lock (_gate)
        {
            _state = error.Code == ErrorCode.LedgerUnbalanced ? NodeState.Unbalanced : NodeState.Failed;
            Write(job: null, error);
            _manager.Send($"STOPPING=1\nSTATUS={Word(_state)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _manager.Dispose();

    private string Word() => _state == NodeState.Ready && _isFull ? FullWord : Word(_state);

    private static string Word(NodeState state) => state.ToString().ToLowerInvariant();

    private void Write(JobReport? job, HotPathException? error)
    {
        if (!_isHeld)
        {
            return;
        }

        // On a full disk the document before would go on saying that the node is ready. Without it there is room for
        // the new one, or nobody is told what is not true.
        if (!TryReplace(job, error) && TryRemove())
        {
            _ = TryReplace(job, error);
        }
    }

    private bool TryReplace(JobReport? job, HotPathException? error)
    {
        try
        {
            string unfinished = _path + ".new";
            using (FileStream file = File.Create(unfinished))
            using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true }))
            {
                Write(json, job, error);
            }

            File.Move(unfinished, _path, overwrite: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // a full disk stops intake, and that is told where it happens
        }
    }

    private bool TryRemove()
    {
        try
        {
            File.Delete(_path);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Write(Utf8JsonWriter json, JobReport? job, HotPathException? error)
    {
        json.WriteStartObject();
        json.WriteString("state", Word());
        json.WriteBoolean("ready", _state == NodeState.Ready && !_isFull);
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteNumber("position", job?.EndPosition ?? _progress?.Position ?? 0);
        json.WriteNumber("events", job?.Events ?? _progress?.Events ?? 0);
        json.WriteNumber("deadLetters", job?.DeadLetters ?? _progress?.DeadLetters ?? 0);
        if (job is null && error is null && _progress is { } progress)
        {
            json.WriteNumber("eventsPerSecond", Math.Round(progress.EventsPerSecond));
            json.WriteNumber("lagMs", progress.LagMs);
        }

        WriteLatency(json, job?.Latency ?? _progress?.Latency.SinceStart ?? []);
        if (_checkpoint is { } checkpoint)
        {
            LedgerTotals.Write(json, checkpoint);
        }

        if (job is not null)
        {
            LedgerTotals.Write(json, job);
        }

        if (error is not null)
        {
            json.WriteString("error", error.Display);
        }

        json.WriteEndObject();
    }

    private static void WriteLatency(Utf8JsonWriter json, IReadOnlyList<LatencyFigures> figures)
    {
        json.WritePropertyName(LatencyMember);
        JsonSerializer.Serialize(json, LatencyLine.Of(figures), ReportJson.Default.IReadOnlyListLatencyLine);
    }
}
