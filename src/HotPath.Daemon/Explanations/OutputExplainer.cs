using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Commands;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Replays;
using HotPath.State.Lmdb.Snapshots;

namespace HotPath.Daemon.Explanations;

/// <summary>
/// Runs the part of a journal that an output came of again, and hears what went into it: first for the output and its
/// groups, then, from a start that holds none of these yet, for every row that changed them or gave a row to them.
/// </summary>
internal sealed class OutputExplainer
{
    private readonly ReplayDirectory _data;
    private readonly IJobPlan _plan;
    private readonly CancellationToken _stop;

    /// <summary>An explainer of a data directory.</summary>
    /// <param name="data">The directory.</param>
    /// <param name="plan">The plan that it was made with.</param>
    /// <param name="stop">Gives up.</param>
    public OutputExplainer(ReplayDirectory data, IJobPlan plan, CancellationToken stop)
    {
        _data = data;
        _plan = plan;
        _stop = stop;
    }

    /// <summary>Explains an output.</summary>
    /// <param name="arguments">Which, and how many of its rows to show.</param>
    /// <returns>How it came about.</returns>
    /// <exception cref="HotPathException">HP1001: there is no such output. HP2001: it is beyond retention. HP2005: the
    /// journal gives another state than the run had. HP2008: damaged.</exception>
    public OutputExplanation Explain(ExplainOutputArguments arguments) =>
        Explain(arguments.Id ?? FindRow(arguments.Sink!, arguments.Row), arguments.InputsMax);

    private OutputExplanation Explain(OutputIdentity id, int inputsMax)
    {
        string name = $"output {OutputIdText.Of(id)}";
        if (id.Position < _data.Starts.OldestPosition)
        {
            throw Beyond($"{name} is", $"position {_data.Starts.OldestPosition}");
        }

        _data.Positions.Check($"{name}, position", id.Position);
        IReadOnlyList<StateSnapshot?> starts = _data.Starts.AtOrBefore(id.Position);
        var sinks = new CapturingConnectors((_, _, identity) => identity.CompareTo(id) == 0, static () => { });
        var followed = new FollowedGroups();
        StateSnapshot? start = starts[0];
        OutputProbe probe;
        int known;
        do
        {
            known = followed.Version;
            probe = new OutputProbe(id, followed);
            Run(_data.ReplayOf(start, id.Position), sinks, probe, _stop);
            start = starts.FirstOrDefault(
                candidate => !ReplayDirectory.Holds(candidate, followed.Keys), starts[^1]);
        }
        while (followed.Version > known); // an operator before, or sessions that became one, came to light

        if (sinks.Found is not { } output)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"there is no {name}; hotpath replay --data DIR --from {id.Position} --to {id.Position} --ids lists "
                + "what that frame gave");
        }

        JournalReplay replay = _data.ReplayOf(start, id.Position);
        long? unknownBelow = ReplayDirectory.Holds(start, followed.Keys) ? replay.StartPosition : null;
        return Texts(output, probe, unknownBelow, replay, inputsMax);
    }

    private OutputExplanation Texts(
        CapturedOutput output,
        OutputProbe probe,
        long? unknownBelow,
        JournalReplay replay,
        int inputsMax)
    {
        long cause = output.Identity.Position;
        List<long> inputs = probe.Group is null ? [cause] : probe.Inputs;
        List<long> shown = [.. inputs.Take(inputsMax)];
        List<ExplainedFrame> frames = new FrameTexts(_plan).Read(replay, [.. shown.Where(p => p != cause), cause]);
        bool isItsOwn = shown.Contains(cause);
        bool hasInputs = probe.Group is not null || frames[^1].Row is not null;
        return new OutputExplanation
        {
            Output = output,
            Statement = NameOf(output.Identity.Statement),
            Cause = frames[^1],
            WatermarkMs = probe.WatermarkMs,
            Group = probe.Group,
            InputCount = hasInputs ? inputs.Count : 0,
            Inputs = hasInputs && isItsOwn ? frames : frames[..^1],
            UnknownBelow = unknownBelow,
        };
    }

    private string NameOf(int statement)
    {
        StatementDefinition? late = _plan.Statements.FirstOrDefault(s => s.Late?.Id == statement);
        return late is null
            ? _plan.Statements.FirstOrDefault(s => s.Id == statement)?.Name ?? string.Empty
            : $"{late.Name}, late rows";
    }

    private OutputIdentity FindRow(string name, long number)
    {
        SinkDefinition sink = FindSink(name);
        long oldest = long.MaxValue;
        foreach (StateSnapshot? start in _data.Starts.AtOrBefore(long.MaxValue))
        {
            long rows = ReplayDirectory.SinksAt(start).TryGetValue(sink.Id, out SinkCursor cursor) ? cursor.Rows : 0;
            if (rows < number)
            {
                return FindRow(sink, number, start, rows);
            }

            oldest = rows + 1;
        }

        throw Beyond($"row {number} of sink '{sink.Name}' is", $"row {oldest}");
    }

    private OutputIdentity FindRow(SinkDefinition sink, long number, StateSnapshot? start, long rowsBefore)
    {
        using var found = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        long last = rowsBefore;
        var sinks = new CapturingConnectors(
            (candidate, row, _) =>
            {
                last = candidate.Id == sink.Id ? row : last;
                return candidate.Id == sink.Id && row == number;
            },
            found.Cancel);
        Run(_data.ReplayOf(start, long.MaxValue), sinks, probe: null, found.Token);
        return sinks.Found?.Identity ?? throw new HotPathException(
            ErrorCode.ConfigurationInvalid,
            last == 0
                ? $"sink '{sink.Name}' has no row {number}"
                : $"sink '{sink.Name}' has no row {number}; its last is {last}");
    }

    private SinkDefinition FindSink(string name) =>
        _plan.Sinks.FirstOrDefault(sink => sink.Name == name
            || (sink.Options.TryGetValue("path", out string? path) && Path.GetFullPath(path) == Path.GetFullPath(name)))
        ?? throw new HotPathException(
            ErrorCode.ConfigurationInvalid,
            $"--sink '{name}': no sink of the run has that name or file; there are "
            + string.Join(", ", _plan.Sinks.Select(static sink => sink.Name)));

    private void Run(JournalReplay replay, CapturingConnectors sinks, OutputProbe? probe, CancellationToken stop)
    {
        JobReport report = JobRunner.Replay(
            replay, _plan, sinks, new JobOptions { ShardCount = 1, Probe = probe }, stop);
        _stop.ThrowIfCancellationRequested();
        if (report.Divergences.Count > 0)
        {
            throw new HotPathException(
                ErrorCode.ReplayDiverged,
                $"the journal does not give what the run gave, so nothing can be explained: {report.Divergences[0]}; "
                + "hotpath replay --verify says more");
        }
    }

    private static HotPathException Beyond(string what, string oldest) => new(
        ErrorCode.InputUnreadable,
        $"{what} beyond retention: the oldest that can be explained is {oldest}; explain sooner, or a copy that holds "
        + "more");
}
