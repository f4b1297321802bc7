using System;
using System.IO;
using HotPath.Connectors.Files;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Reports;
using HotPath.Daemon.Terminals;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Replays;

namespace HotPath.Daemon.Commands;

/// <summary>The commands on the real engine.</summary>
internal sealed class EngineCommands : ICommands
{
    private const string RecordOption = "--record";

    private readonly ConsoleStreams _streams;

    /// <summary>Commands.</summary>
    /// <param name="streams">Standard streams.</param>
    public EngineCommands(ConsoleStreams streams) => _streams = streams;

    /// <inheritdoc/>
    public int Run(RunArguments arguments)
    {
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
        using var console = new JobConsole(_streams, arguments.IsQuiet);
        var connectors = new FileConnectors(console.Attach(PlanSettings.Of(plan)));
        JobOptions options = console.Options(arguments.Engine, arguments.RecordPath);
        double startUpMs = ProcessClock.SinceStartMs;
        using DataDirectory? data = OpenData(arguments, plan, console);
        JobReport job = JobRunner.Run(plan, connectors, options, data?.Options, console.Signals.Token);
        (string outcome, ExitCode exit) = console.Outcome(job.Stopped);
        RunReport report = ReportBuilder.Of("run", plan, job, startUpMs) with
        {
            Outcome = outcome,
            ExitCode = (int)exit,
            Log = arguments.RecordPath,
            DataDirectory = arguments.DataPath,
            OtherMessages = connectors.PassedOver,
        };
        Finish(report, console, arguments.IsQuiet, arguments.ReportPath);
        return report.ExitCode;
    }

    /// <inheritdoc/>
    public int Replay(ReplayArguments arguments)
    {
        using ReplayDirectory? data = arguments.DataPath is { } path ? ReplayDirectory.Open(path) : null;
        string planText = data?.PlanText ?? JobRunner.ReadPlanText(arguments.LogPath!);
        if (Compiler(arguments.IsQuiet).CompilePlanText(planText) is not { } plan)
        {
            return (int)ExitCode.Usage;
        }

        var guard = new PathGuard();
        guard.Add(ReportFile.OptionName, arguments.ReportPath, isWritten: true);
        guard.Add("the replayed log", arguments.LogPath, isWritten: false);
        guard.Add("--data", arguments.DataPath, isWritten: false);
        guard.AddPlan(plan, areSinksWritten: false);
        guard.Check();
        ReportFile.Probe(arguments.ReportPath);
        using var console = new JobConsole(_streams, arguments.IsQuiet);
        RunReport report;
        int round = 0;
        do
        {
            round++;
            report = ReplayOnce(arguments, plan, data?.Replay, console, round);
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
        var connectors = new FileConnectors(console.Attach(PlanSettings.Of(plan)));
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
    public int Explain(SessionArguments arguments)
    {
        if (Compiler(isQuiet: false).Compile(arguments, string.Empty) is not { } plan)
        {
            return (int)ExitCode.Usage;
        }

        using var output = new OutputPipe(_streams.OpenOutput(), static () => { }, static () => { });
        using var text = new StreamWriter(output);
        text.WriteLine(plan.Explain.TrimEnd('\n'));
        return (int)ExitCode.Ok;
    }

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

    private static RunReport ReplayOnce(
        ReplayArguments arguments, IJobPlan plan, JournalReplay? journal, JobConsole console, int round)
    {
        FileConnectorOptions recorded = PlanSettings.Of(plan);
        FileConnectorOptions? printed = arguments.Output == OutputKind.None
            ? null
            : console.Attach(recorded) with { Output = PlanSettings.Format(arguments.Output) };
        double startUpMs = round == 1 ? ProcessClock.SinceStartMs : 0;
        var connectors = new ReplayConnectors(recorded, printed);
        JobOptions options = console.Options(arguments.Engine, recordPath: null);
        JobReport job = journal is null
            ? JobRunner.Replay(arguments.LogPath!, plan, connectors, options, console.Signals.Token)
            : JobRunner.Replay(journal, plan, connectors, options, console.Signals.Token);
        (string outcome, ExitCode exit) = console.Outcome(job.Stopped);
        bool isDiverged = exit == ExitCode.Ok && job.Divergences.Count > 0;
        return ReportBuilder.Of("replay", plan, job, startUpMs) with
        {
            Outcome = isDiverged ? "diverged" : outcome,
            ExitCode = (int)(isDiverged ? ExitCode.ReplayDiverged : exit),
            Round = round,
            Log = arguments.LogPath,
            DataDirectory = arguments.DataPath,
        };
    }

    private static DataDirectory? OpenData(RunArguments arguments, IJobPlan plan, JobConsole console)
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
            ? DataDirectory.Open(path, arguments.CommitMode, DurableSettings.Of(plan.Settings), console.Notice)
            : throw new HotPathException(
                ErrorCode.ConfigurationInvalid, "--record and --data: the journal in --data is the record; drop one");
    }

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
