using System;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Connectors.Files;
using HotPath.Connectors.Tcp;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Poison;
using HotPath.Daemon.Reports;
using HotPath.Daemon.Status;
using HotPath.Daemon.Terminals;
using HotPath.Dataflow.Plans;
using HotPath.Disruptor.Agents;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Jobs;

namespace HotPath.Daemon.Commands;

/// <summary>The commands on the real engine.</summary>
internal sealed class EngineCommands : ICommands
{
    private const string RecordOption = "--record";

    private readonly ConsoleStreams _streams;
    private readonly Func<IJobPlan, IJobPlan> _decorate;

    /// <summary>Commands.</summary>
    /// <param name="streams">Standard streams.</param>
    public EngineCommands(ConsoleStreams streams)
        : this(streams, static plan => plan)
    {
    }

    /// <summary>Commands of a test, which sees to it that a plan does what it should not.</summary>
    /// <param name="streams">Standard streams.</param>
    /// <param name="decorate">Applied to every plan that is run, and tried.</param>
    internal EngineCommands(ConsoleStreams streams, Func<IJobPlan, IJobPlan> decorate)
    {
        _streams = streams;
        _decorate = decorate;
    }

    /// <inheritdoc/>
    public int Run(RunArguments arguments)
    {
        // First of all: a signal while the script is compiled stops the run in order, too.
        using var console = new JobConsole(
            _streams, arguments.IsQuiet, arguments.GraceSeconds, AfterCrash(arguments.DataPath));
        string addition = arguments.Output is { } output
            ? $"SET '{PlanSettings.OutputKey}' = '{CommandOptions.Word(output)}';"
            : string.Empty;
        if (Compiler(arguments.IsQuiet).Compile(arguments.Session, addition) is not { } plan)
        {
            return (int)ExitCode.Usage;
        }

        if (plan.Statements.Count == 0)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid, "nothing to run: the script has no SELECT or INSERT");
        }

        var guard = new PathGuard();
        guard.Add(RecordOption, arguments.RecordPath, isWritten: true);
        guard.Add(ReportFile.OptionName, arguments.ReportPath, isWritten: true);
        guard.AddScripts(arguments.Session);
        guard.AddPlan(plan, areSinksWritten: true);
        guard.Check();
        ReportFile.Probe(arguments.ReportPath);
        using var status = new NodeStatus(arguments.DataPath);
        using CancellationTokenRegistration stopping =
            console.Signals.Token.Register(() => status.Enter(NodeState.Stopping));
        double startUpMs = ProcessClock.SinceStartMs;
        var connectors = new TableConnectors(console.Attach(PlanSettings.Of(plan)), console.Notice);
        JobReport job = RunJob(arguments, plan, connectors, console, status);
        foreach ((string table, IngressCounters clients) in connectors.Clients)
        {
            console.Notice($"table '{table}': {clients}");
        }

        (string outcome, ExitCode exit) = console.Outcome(job.Stopped);
        RunReport report = ReportBuilder.Of("run", plan, job, startUpMs) with
        {
            Outcome = outcome,
            ExitCode = (int)exit,
            Log = arguments.RecordPath,
            DataDirectory = arguments.DataPath,
            OtherMessages = connectors.PassedOver,
            Clients = [.. connectors.Clients.Select(static table => ClientFigures.Of(table.Key, table.Value))],
        };
        Finish(report, console, arguments.IsQuiet, arguments.ReportPath);
        return report.ExitCode;
    }

    /// <inheritdoc/>
    public int Replay(ReplayArguments arguments)
    {
        using ReplayDirectory? data = arguments.DataPath is { } path
            ? ReplayDirectory.Open(path, arguments.From, arguments.To)
            : null;
        data?.Starts.WriteDamaged(_streams.Messages);
        string planText = data?.PlanText ?? JobRunner.ReadPlanText(arguments.LogPath!);
        if (Compiler(arguments.IsQuiet).CompilePlanText(planText) is not { } plan)
        {
            return (int)ExitCode.Usage;
        }

        var guard = new PathGuard();
        guard.Add(ReportFile.OptionName, arguments.ReportPath, isWritten: true);
        guard.Add("the replayed log", arguments.LogPath, isWritten: false);
        guard.Add("--data", arguments.DataPath, isWritten: false);
        guard.AddPlan(plan, areSinksWritten: false, areSourcesRead: false);
        guard.Check();
        ReportFile.Probe(arguments.ReportPath);
        using var console = new JobConsole(_streams, arguments.IsQuiet);
        RunReport report;
        int round = 0;
        do
        {
            round++;
            report = ReplayOnce(arguments, plan, data, console, round);
            Finish(report, console, arguments.IsQuiet, arguments.ReportPath);
        }
        while (round < arguments.Repeat && report.ExitCode == 0);

        SummaryWriter.WriteVerdict(report, _streams.Messages);
        return report.ExitCode;
    }

    /// <inheritdoc/>
    public int Import(ImportArguments arguments)
    {
        string addition = $"SELECT * FROM `{arguments.Table.Replace("`", "``", StringComparison.Ordinal)}`;";
        if (Compiler(arguments.IsQuiet).Compile(arguments.Session, addition) is not { } plan)
        {
            return (int)ExitCode.Usage;
        }

        int table = 0;
        while (table < plan.Tables.Count && plan.Tables[table].Name != arguments.Table)
        {
            table++;
        }

        if (table == plan.Tables.Count)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"--table {arguments.Table}: is a view; give the name of a table with a source connector");
        }

        var guard = new PathGuard();
        guard.Add("--to", arguments.LogPath, isWritten: true);
        guard.AddScripts(arguments.Session);
        guard.AddPlan(plan, areSinksWritten: false);
        guard.Check();
        using var console = new JobConsole(_streams, arguments.IsQuiet);
        var connectors = new TableConnectors(console.Attach(PlanSettings.Of(plan)), console.Notice);
        var engine = new EngineArguments { Threads = "auto", Shards = 0, BatchFrames = new JobOptions().BatchFrames };
        ImportReport report = JobRunner.Import(
            new ImportPlan(plan, table), connectors, arguments.LogPath, console.Options(engine, recordPath: null),
            console.Signals.Token);
        console.EndProgress();
        if (!arguments.IsQuiet)
        {
            SummaryWriter.WriteImport(report, arguments, _streams.Messages);
        }

        SummaryWriter.WriteImportLosses(report, arguments, _streams.Messages);
        return (int)console.Outcome(report.Stopped).Exit;
    }

    /// <inheritdoc/>
    public int TryJournal(string dataPath) => (int)PoisonTrial.Evaluate(
        dataPath,
        text => Compiler(isQuiet: true).CompilePlanText(text) is { } plan ? _decorate(plan) : null);

    /// <inheritdoc/>
    public int Explain(ExplainArguments arguments)
    {
        if (Compiler(isQuiet: false).Compile(arguments.Session, string.Empty) is not { } plan)
        {
            return (int)ExitCode.Usage;
        }

        JobOptions options = arguments.Engine.Options();
        var threads = new ThreadSetup(
            ThreadPlan.Parse(options.ThreadPlan, options.ShardCount, Environment.ProcessorCount), options);
        using var output = new OutputPipe(_streams.OpenOutput(), static () => { }, static () => { });
        using var text = new StreamWriter(output);
        text.WriteLine(plan.Explain.TrimEnd('\n'));
        text.WriteLine($"threads: {threads}");
        return (int)ExitCode.Ok;
    }

    /// <inheritdoc/>
    public int ExplainOutput(ExplainOutputArguments arguments) => new ExplainOutputCommand(_streams).Run(arguments);

    /// <inheritdoc/>
    public int Why(WhyArguments arguments) => new WhyCommand(_streams).Run(arguments);

    /// <inheritdoc/>
    public int State(StateArguments arguments) => new StateCommand(_streams).Run(arguments);

    /// <inheritdoc/>
    public int Journal(JournalArguments arguments)
    {
        new JournalInspection(_streams, arguments.DataPath).Show(arguments.View);
        return (int)ExitCode.Ok;
    }

    /// <inheritdoc/>
    public int Schema(SchemaArguments arguments) => new SchemaCommand(_streams).Run(arguments);

    /// <inheritdoc/>
    public int Generate(GenerateArguments arguments) => new GenerateCommand(_streams).Run(arguments);

    /// <inheritdoc/>
    public int Doctor(DoctorArguments arguments) => new DoctorCommand(_streams).Run(arguments);

    /// <inheritdoc/>
    public int Nexmark(NexmarkArguments arguments) => new GenerateCommand(_streams).Run(arguments);

    /// <inheritdoc/>
    public int Top(TopArguments arguments) => new TopCommand(_streams).Run(arguments);

    /// <inheritdoc/>
    public int Tune(TuneArguments arguments)
    {
        if (StatusView.Read(arguments.DataDirectory).IsEnded)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"--data {arguments.DataDirectory}: the node there has ended; give --idle to hotpath run instead");
        }

        TuningFile.Ask(
            arguments.DataDirectory, arguments.Idle, () => !DataDirectory.IsInUse(arguments.DataDirectory));
        return (int)ExitCode.Ok;
    }

    /// <inheritdoc/>
    public int Send(SendArguments arguments) => SendCommand.Run(_streams, arguments);

    private JobReport RunJob(
        RunArguments arguments, IJobPlan plan, TableConnectors connectors, JobConsole console, NodeStatus status)
    {
        try
        {
            var tuning = new TuningFile(arguments.DataPath, console.Notice);
            JobOptions options = console.Options(
                arguments.Engine,
                arguments.RecordPath,
                progress =>
                {
                    tuning.Work();
                    status.Note(progress);
                }) with
            {
                OnThreads = setup =>
                {
                    tuning.Begin(setup);
                    if (arguments.DataPath is not null)
                    {
                        console.Notice($"threads: {setup}");
                    }
                },
            };
            using DataDirectory? data = OpenData(arguments, plan, console, status);
            status.Enter(data is null ? NodeState.Ready : NodeState.Recovering);
            JobReport job =
                JobRunner.Run(_decorate(plan), connectors, options, data?.Options, console.Signals.Token);
            status.End(job);
            return job;
        }
        catch (HotPathException error)
        {
            status.Fail(error);
            throw;
        }
    }

    private static RunReport ReplayOnce(
        ReplayArguments arguments, IJobPlan plan, ReplayDirectory? data, JobConsole console, int round)
    {
        FileConnectorOptions recorded = PlanSettings.Of(plan);
        FileConnectorOptions? printed = arguments.Output == OutputKind.None
            ? null
            : console.Attach(recorded) with { Output = PlanSettings.Format(arguments.Output) };
        double startUpMs = round == 1 ? ProcessClock.SinceStartMs : 0;
        using var connectors = new ReplayConnectors(recorded, printed, data?.Part)
        {
            Listing = arguments.ListsIds ? new RowListing(console.Attach(recorded).StandardOutput) : null,
        };
        JobOptions options = console.Options(arguments.Engine, recordPath: null) with
        {
            ReleasesInOneOrder = arguments.ListsIds,
        };
        JobReport job = data is null
            ? JobRunner.Replay(arguments.LogPath!, plan, connectors, options, console.Signals.Token)
            : JobRunner.Replay(data.Replay, plan, connectors, options, console.Signals.Token);
        (string outcome, ExitCode exit) = console.Outcome(job.Stopped);
        if (exit == ExitCode.Ok)
        {
            job = CompareFiles(job, connectors, console);
        }

        bool isDiverged = exit == ExitCode.Ok && job.Divergences.Count > 0;
        return ReportBuilder.Of("replay", plan, job, startUpMs) with
        {
            Outcome = isDiverged ? "diverged" : outcome,
            ExitCode = (int)(isDiverged ? ExitCode.ReplayDiverged : exit),
            Round = round,
            Log = arguments.LogPath,
            DataDirectory = arguments.DataPath,
            From = arguments.From,
            To = arguments.To,
            FilesCompared = connectors.Files.Count(static file => file.ComparedBytes > 0),
            BytesCompared = connectors.Files.Sum(static file => file.ComparedBytes),
        };
    }

    private static JobReport CompareFiles(JobReport job, ReplayConnectors connectors, JobConsole console)
    {
        connectors.Complete();
        foreach (ComparedFileStream file in connectors.Files.Where(static file => file.IsAbsent))
        {
            console.Notice($"sink '{file.Sink}': there is no file '{file.Path}' to compare");
        }

        string[] differences =
            [.. connectors.Files.Select(static file => file.Difference).OfType<string>()];
        return job with { Divergences = [.. job.Divergences, .. differences] };
    }

    private static DataDirectory? OpenData(
        RunArguments arguments, IJobPlan plan, JobConsole console, NodeStatus status)
    {
        if (arguments.DataPath is not { } path)
        {
            if (arguments.CommitMode != CommitMode.LocalSync)
            {
                throw new HotPathException(ErrorCode.ConfigurationInvalid, "--commit needs --data DIR");
            }

            return null;
        }

        return arguments.RecordPath is null
            ? DataDirectory.Open(path, arguments.CommitMode, DurableSettings.Of(plan.Settings), console.Notice,
                console.Warn, status, console.Signals.Token)
            : throw new HotPathException(
                ErrorCode.ConfigurationInvalid, "--record and --data: the journal in --data is the record; drop one");
    }

    private static string AfterCrash(string? dataPath) => dataPath is null
        ? "its state was in memory and is gone, the next start begins anew (--data DIR makes a run durable)"
        : "the next start goes on from what is durable";

    private SessionCompiler Compiler(bool isQuiet) => new(_streams.Messages, showsWarnings: !isQuiet);

    private void Finish(RunReport report, JobConsole console, bool isQuiet, string? reportPath)
    {
        console.EndProgress();
        if (isQuiet)
        {
            SummaryWriter.WriteLosses(report, _streams.Messages);
        }
        else
        {
            SummaryWriter.Write(report, _streams.Messages);
        }

        if (reportPath is not null)
        {
            ReportFile.Write(reportPath, report);
        }
    }
}
