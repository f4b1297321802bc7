using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.Linq;
using HotPath.Daemon.Poison;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line: names, options, help. What the commands do is behind <see cref="ICommands"/>.</summary>
internal static class CommandTree
{
    /// <summary>Builds the tree.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The root.</returns>
    public static RootCommand Create(ICommands commands)
    {
        var root = new RootCommand(
            "HotPath: Flink SQL over event streams, in one process. Scripts are run as one session; bare SELECTs go to "
            + "standard output, "
            + "progress and the summary to standard error.")
        {
            Run(commands),
            ReplayCommandTree.Create(commands),
            Import(commands),
            Explain(commands),
            ExplainOutputCommandTree.Create(commands),
            StateCommandTree.Create(commands),
            WhyCommandTree.Create(commands),
            JournalCommandTree.Create(commands),
            SchemaCommandTree.Create(commands),
            GenerateCommandTree.Create(commands),
            NexmarkCommandTree.Create(commands),
            DoctorCommandTree.Create(commands),
            TopCommandTree.Create(commands),
            TuneCommandTree.Create(commands),
            SendCommandTree.Create(commands),
            TryJournal(commands),
        };
        foreach (Option help in root.Options.Where(option => option is HelpOption).ToList())
        {
            root.Options.Remove(help);
        }

        HelpWithExamples.Attach(
            root,
            "  hotpath run docs/examples/first/schema.sql docs/examples/first/queries.sql --set "
            + "ORDERS=docs/examples/first/orders.csv\n  hotpath run --help\n\n"
            + "Exit codes: 0 done, 1 internal, 2 usage or script, 3 input, 4 output, 5 log damaged, 6 replay diverged, "
            + "7 row failed,\n"
            + "8 sync failed, 9 state or journal damaged, 10 data directory refused, 11 node unreachable,\n"
            + "12 connection refused, 130 interrupted, 143 terminated (scripts/README.md)");
        return root;
    }

    private static Command Run(ICommands commands)
    {
        Argument<string[]> scripts = CommandOptions.Scripts();
        Option<IReadOnlyDictionary<string, string>> set = CommandOptions.Set();
        EngineOptions engine = new();
        Option<string?> output = CommandOptions.Output(
            "How rows of bare SELECTs are printed (table)", OutputKind.Table, OutputKind.Csv, OutputKind.Ndjson);
        Option<string?> record =
            new("--record") { Description = "Records the log, for hotpath replay", HelpName = "LOG" };
        Option<string?> data = CommandOptions.Data();
        Option<string> commit = CommandOptions.Commit();
        Option<int> grace = CommandOptions.Grace();
        Option<string?> report = CommandOptions.Report();
        Option<bool> quiet = CommandOptions.Quiet();
        var command = new Command("run", "Runs SQL scripts until their inputs end") { scripts, set };
        engine.AddTo(command);
        command.Add(output);
        command.Add(data);
        command.Add(commit);
        command.Add(grace);
        command.Add(record);
        command.Add(report);
        command.Add(quiet);
        HelpWithExamples.Attach(
            command,
            "  hotpath run schema.sql queries.sql --set EVENTS=events.csv --output csv\n"
            + "  hotpath run schema.sql queries.sql --set EVENTS=events.csv --data state/   (again: goes on)"
            + "\n"
            + "  hotpath run schema.sql queries.sql --set EVENTS=- --record day.hplog --report day.json < events.csv\n"
            + "  zcat events.csv.gz | tail -n +2 | hotpath run schema.sql queries.sql --set EVENTS=- | head");
        command.SetAction(result => commands.Run(new RunArguments
        {
            Session = new SessionArguments(result.GetRequiredValue(scripts), result.GetRequiredValue(set)),
            Engine = engine.Read(result),
            Output = CommandOptions.Kind(result.GetValue(output)),
            DataPath = result.GetValue(data),
            CommitMode = CommandOptions.Mode(result.GetRequiredValue(commit)),
            GraceSeconds = result.GetRequiredValue(grace),
            RecordPath = result.GetValue(record),
            ReportPath = result.GetValue(report),
            IsQuiet = result.GetValue(quiet),
        }));
        return command;
    }

    private static Command Import(ICommands commands)
    {
        Argument<string[]> scripts = CommandOptions.Scripts();
        Option<IReadOnlyDictionary<string, string>> set = CommandOptions.Set();
        Option<string> table =
            new("--table") { Description = "Table whose input is recorded", HelpName = "NAME", Required = true };
        Option<string> to = new("--to") { Description = "Log to write", HelpName = "LOG", Required = true };
        Option<bool> quiet = CommandOptions.Quiet();
        var command = new Command(
            "import", "Turns a table's input into a recorded log: parsed once, read at memory speed from then on")
        {
            scripts, table, to, set, quiet,
        };
        HelpWithExamples.Attach(
            command,
            "  hotpath import schema.sql --table events --to events.hplog --set EVENTS=events.csv.gz\n"
            + "  then, in a script: WITH ('connector' = 'filesystem', 'path' = 'events.hplog', 'format' = "
            + "'hotpath-log')");
        command.SetAction(result => commands.Import(new ImportArguments
        {
            Session = new SessionArguments(result.GetRequiredValue(scripts), result.GetRequiredValue(set)),
            Table = result.GetRequiredValue(table),
            LogPath = result.GetRequiredValue(to),
            IsQuiet = result.GetValue(quiet),
        }));
        return command;
    }

    private static Command TryJournal(ICommands commands)
    {
        var path = new Argument<string>("DIR");
        var command = new Command(PoisonTrial.CommandName) { path };
        command.Hidden = true;
        command.SetAction(result => commands.TryJournal(result.GetRequiredValue(path)));
        return command;
    }

    private static Command Explain(ICommands commands)
    {
        Argument<string[]> scripts = CommandOptions.Scripts();
        Option<IReadOnlyDictionary<string, string>> set = CommandOptions.Set();
        var command = new Command(
            "explain", "Prints the plan as a tree: scope, clock, shard and the state of each operator; runs nothing")
        {
            scripts, set,
        };
        EngineOptions engine = new();
        engine.AddThreadsTo(command);
        HelpWithExamples.Attach(
            command,
            "  hotpath explain schema.sql queries.sql --set EVENTS=events.csv\n"
            + "  hotpath explain schema.sql queries.sql --set EVENTS=events.csv --threads ingress/shards+egress "
            + "--shards 2");
        command.SetAction(result => commands.Explain(new ExplainArguments(
            new SessionArguments(result.GetRequiredValue(scripts), result.GetRequiredValue(set)),
            engine.Read(result))));
        return command;
    }
}
