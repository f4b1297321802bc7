using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Groups;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;
using HotPath.Sql.Binding;

namespace HotPath.Sql.Planning;

/// <summary>
/// The plan as a tree for people: each statement with scope, clock and shard, each operator with the state that it
/// keeps.
/// </summary>
internal static class PlanExplanation
{
    private const int EventIdBytes = 128;

    public static string Write(
        BoundSession session,
        IReadOnlyList<TableProgram> tables,
        IReadOnlyList<StatementProgram> programs,
        IReadOnlyList<SinkDefinition> sinks)
    {
        var text = new StringBuilder();
        int index = 0;
        foreach (IGrouping<int, StatementProgram> roots in programs.GroupBy(static root => root.Definition.Home))
        {
            Statement(text, session.Statements[index++], [.. roots], tables, sinks);
        }

        if (programs.Count == 0)
        {
            text.Append("no statement: the script only declares tables and views\n");
        }

        string functions = session.Settings.Functions.Functions.Identity();
        if (functions.Length > 0)
        {
            Line(text, 0, "functions:");
            foreach (string function in functions.Split('\n'))
            {
                Line(text, 1, function);
            }
        }

        return text.ToString();
    }

    private static void Statement(
        StringBuilder text,
        BoundStatement statement,
        IReadOnlyList<StatementProgram> roots,
        IReadOnlyList<TableProgram> tables,
        IReadOnlyList<SinkDefinition> sinks)
    {
        StatementProgram program = roots[0];
        TableProgram table = tables[program.Definition.Table];
        StatementDefinition definition = program.Definition;
        SinkDefinition sink = sinks[definition.Sink];
        string ids = string.Join(", ", roots.Select(static root => root.Definition.Id));
        Line(text, 0,
            $"statement {ids}: {(sink.Role == SinkRole.Select ? "SELECT" : "INSERT INTO")} {sink.Name}  "
            + $"({statement.Place})");
        Line(text, 1, $"scope: {Scope(definition, table.Definition)}");
        Line(text, 1, $"clock: {Clock(roots, tables)}");
        Line(text, 1, $"shard: {Shard(definition)}");
        Line(text, 1, $"sink {sink.Name}: {Connector(sink)}");
        if (statement.TimeoutMs > 0)
        {
            Line(text, 1,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"timeout: windows fire when nothing has come for {statement.TimeoutMs} ms of ingest time"));
        }

        // Processing-time windows have no late rows.
        if (definition.Late is { } late
            && statement.Source.Stages.Any(
                static stage => stage is { DropsLateRows: true, HasProcessingTimeWindows: false }))
        {
            Line(text, 1, $"late rows: to sink {sinks[late.Sink].Name}: {Connector(sinks[late.Sink])}");
        }

        Relation relation = statement.Source;
        string outputs = string.Join(
            ", ", statement.Outputs.Select(o => $"{RelationText.Of(o.Expression, relation)} AS {o.Name}"));
        Line(text, 2, $"project: {outputs}; state: none");
        List<StatementProgram> stages = [.. roots.SelectMany(Stages).Distinct(ReferenceEqualityComparer.Instance)
            .Cast<StatementProgram>()];
        Tree(text, relation, stages.Find(static stage => stage.Next is null)!, stages, tables);
    }

    private static void Tree(
        StringBuilder text,
        Relation relation,
        StatementProgram program,
        List<StatementProgram> stages,
        IReadOnlyList<TableProgram> tables)
    {
        Stage(text, relation, program);
        if (relation.Inputs.Count == 0)
        {
            Scan(text, relation, tables[program.Definition.Table]);
            return;
        }

        if (relation.Inputs.Count > 1)
        {
            Line(text, 2, $"union all: {relation.Inputs.Count} inputs; the lowest of their watermarks");
        }

        List<StatementProgram> inputs = stages.FindAll(stage => ReferenceEquals(stage.Next, program));
        foreach ((int i, Relation input) in relation.Inputs.Index())
        {
            Tree(text, input, inputs[i], stages, tables);
        }
    }

    private static IEnumerable<StatementProgram> Stages(StatementProgram program) =>
        program.Next is null ? [program] : [program, .. Stages(program.Next)];

    private static void Stage(StringBuilder text, Relation relation, StatementProgram program)
    {
        if (relation.Aggregation is not null)
        {
            Aggregation(text, relation, program);
        }
        else if (relation.Ranking is not null)
        {
            Ranking(text, relation, program);
        }
        else if (program.WindowRows is not null)
        {
            Window(text, relation, program.WindowRows.Specification);
            Line(text, 3, "rows: one for each window; state: none");
        }
        else if (program.Next is not null)
        {
            string columns = string.Join(", ", relation.Columns.Select(c => RelationText.Of(c.Expression, relation)));
            Line(text, 2, $"input: {columns}; state: none");
        }

        if (relation.Filters.Count > 0)
        {
            Line(text, 3,
                $"filter: {string.Join(" AND ", relation.Filters.Select(f => RelationText.Of(f, relation)))}; state: "
                + "none");
        }
    }

    private static void Ranking(StringBuilder text, Relation relation, StatementProgram program)
    {
        Ranking ranking = relation.Ranking!;
        string name = ranking.IsDeduplication ? ranking.KeepsLast ? "last row" : "first row" : "Top-N";
        string shown = ranking.IsWindowed
            ? "when the window ends"
            : ranking.KeepsFirstRows
                ? "when the watermark reaches it"
                : ranking.IsUpdating ? "at once; changelog" : "at once";
        Having(text, relation, "filter");
        Line(text, 2, $"rank: {name}, ranks {RelationText.Of(ranking, relation)}, {shown}");
        if (relation.Lateness is { } lateness)
        {
            Line(text, 3, $"allowed lateness: {lateness}; changelog");
        }

        AccumulatorLayout layout = program.Accumulators!;
        int entryBytes = EntryDescriptor.Value + layout.ValueBytes + program.InlineKeyBytes;
        Line(text, 3, $"state: one entry of {entryBytes} bytes a partition + its rows, {Lifetime(program)}");
    }

    private static void Having(StringBuilder text, Relation relation, string name)
    {
        if (relation.GroupFilters.Count > 0)
        {
            Line(text, 2,
                $"{name}: {string.Join(" AND ", relation.GroupFilters.Select(f => RelationText.Of(f, relation)))}; "
                + "state: none");
        }
    }

    private static void Aggregation(StringBuilder text, Relation relation, StatementProgram program)
    {
        Having(text, relation, "having");
        if (program.Specification is { } window)
        {
            Window(text, relation, window);
            if (relation.Lateness is { } lateness)
            {
                string ended = window.Kind == WindowKind.Session ? " -D" : string.Empty;
                Line(text, 3, $"allowed lateness: {lateness}; changelog +I -U +U{ended}");
            }
        }
        else
        {
            Line(text, 2, "group: without a window; changelog +I -U +U");
        }

        string keys = RelationText.List(relation.Aggregation!.Keys, relation);
        string noWindow = keys.Length == 0 ? "none, one group" : keys;
        Line(text, 3, $"keys: {(program.Specification is null ? noWindow : $"window, {keys}")}");
        Line(text, 3,
            $"aggregates: {string.Join(", ", relation.Aggregation.Calls.Select(c => RelationText.Of(c, relation)))}");
        State(text, program);
    }

    private static void Window(StringBuilder text, Relation relation, WindowSpecification window)
    {
        string zone = window.Zone is null ? string.Empty : $" in {window.Zone.Id}";
        string offset = window.OffsetMs == 0
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" offset {window.OffsetMs} ms");
        string gap = window.Kind == WindowKind.Session ? "gap " : string.Empty;
        string step = window.Kind is WindowKind.Tumble or WindowKind.Session
            ? string.Empty
            : string.Create(
                CultureInfo.InvariantCulture,
                $" {(window.Kind == WindowKind.Hop ? "every" : "by steps of")} {window.PaneMs} ms");
        Line(text, 2,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{window.Kind.ToString().ToLowerInvariant()}: {gap}{window.SizeMs} ms{step}{offset}{zone} over "
                + $"{RelationText.Of(relation.Window!.Time, relation)}"));
    }

    private static void State(StringBuilder text, StatementProgram program)
    {
        AccumulatorLayout layout = program.Accumulators!;
        string sets = layout.DistinctSlots.Length == 0
            ? string.Empty
            : $" + {layout.DistinctSlots.Length} DISTINCT set(s)";
        int entryBytes = EntryDescriptor.Value + layout.ValueBytes + program.InlineKeyBytes;
        string window = program.Merge is null || program.Specification?.Kind == WindowKind.Session
            ? "window and key"
            : "pane and key";
        string owner = program.Specification is null ? "key" : window;
        Line(text, 3, $"state: one entry of {entryBytes} bytes a {owner}{sets}, {Lifetime(program)}");
    }

    private static string Lifetime(StatementProgram program)
    {
        if (program.KeepsFirstRows)
        {
            return "the key for ever, the row until it comes out";
        }

        if (program is { Specification: { } kept, AllowedLateness: not null })
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"until the last of {kept.SizeMs / kept.PaneMs} windows is out of its lateness");
        }

        if (program.Specification is { } window)
        {
            string last = string.Create(
                CultureInfo.InvariantCulture, $"until the last of {window.SizeMs / window.PaneMs} windows fires");
            return window.Kind switch
            {
                WindowKind.Hop when program.Removal is not null => $"{last}; one comes, one goes when one does",
                WindowKind.Hop => $"{last}; all merged when one does",
                WindowKind.Cumulate => $"{last}, but only until the next where the key has one in the first pane",
                WindowKind.Session => "until the window fires or another takes it in",
                _ => "until the window fires",
            };
        }

        if (program.Accumulators!.Retracts && program.TimeToLive == TimeToLive.None)
        {
            return "while it has rows";
        }

        if (program.TimeToLive is not { } live)
        {
            return "for ever";
        }

        string ingest = string.Create(CultureInfo.InvariantCulture, $"{live.IngestMs} ms of ingest time");
        string events = string.Create(CultureInfo.InvariantCulture, $"{live.EventMs} ms of event time");
        return "until " + (live.EventMs == 0 ? ingest : live.IngestMs == 0 ? events : $"{ingest} or {events}")
            + " after its last row";
    }

    private static void Scan(StringBuilder text, Relation relation, TableProgram table)
    {
        string connector = table.Definition.Options.GetValueOrDefault("connector", "?");
        string format = table.Definition.Options.TryGetValue("format", out string? name)
            || table.Definition.Options.TryGetValue("hotpath.datagen.events", out name)
            ? $" {name}"
            : string.Empty;
        Line(text, 3,
            $"scan: {table.Definition.Name} ({connector}{format}); row of {table.Definition.Schema.TailOffset} bytes + "
            + "text; state: none");
        if (relation.Table.RowTime is not null)
        {
            Line(text, 4, $"row time: {RelationText.Of(relation.Table.RowTime, relation)}");
            string watermark = RelationText.Of(relation.Table.Watermark!, relation);
            Line(text, 4, $"watermark: {watermark}, after every row{Merged(table)}");
        }

        if (table.Definition.EventId is { } eventId)
        {
            string column = table.Definition.Schema.Columns[eventId.Column].Name;
            Line(text, 4,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"event id: {column}; copies and rows more than {eventId.WindowMs} ms behind the watermark go no "
                    + $"further; state: one entry of {EventIdBytes} bytes an id and tenant for that time"));
        }
    }

    private static string Merged(TableProgram table)
    {
        string idle = table.IdleMs == 0
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" that are not idle for {table.IdleMs} ms");
        string delays = table.Delays is null ? string.Empty : $"; of tenants behind the row time: {table.Delays}";
        return (table.HasPartitions ? $", the lowest of partitions{idle}" : string.Empty) + delays;
    }

    private static string Scope(StatementDefinition definition, TableDefinition table) => definition.IsTenantScoped
        ? $"tenant (column {table.Schema.Columns[table.TenantColumn].Name})"
        : table.TenantColumn < 0
            ? "global (no tenancy declared for the table)"
            : "global (the key does not contain the tenant)";

    private static string Clock(IReadOnlyList<StatementProgram> roots, IReadOnlyList<TableProgram> tables)
    {
        bool isTimed = roots.SelectMany(Stages).Any(
            static stage => stage.Specification is not null || stage.TimeToLive is { EventMs: > 0 });
        string[] names = [.. roots.Select(root => tables[root.Definition.Table].Definition.Name).Distinct()];
        string whose = names.Length == 1
            ? $"watermark of table {names[0]}"
            : $"lowest watermark of tables {string.Join(", ", names)}";
        bool isProcessingTime = roots.SelectMany(Stages)
            .Any(static stage => stage.Specification?.IsProcessingTime == true);
        return isProcessingTime
            ? "processing time, by the ingest times of all frames and by ticks"
            : isTimed
            ? $"{whose}, {(roots[0].Definition.IsTenantScoped ? "one a tenant" : "over all rows")}"
            : "none needed";
    }

    private static string Shard(StatementDefinition definition) => definition.IsTenantScoped
        ? "the tenant's: tenant id mod shards"
        : $"one, whole: {definition.Id} mod shards";

    private static string Connector(SinkDefinition sink) => sink.Role == SinkRole.Select
        ? "changelog to standard output"
        : sink.Options.GetValueOrDefault("connector", "?");

    private static void Line(StringBuilder text, int depth, string content) =>
        text.Append(' ', 2 * depth).Append(content).Append('\n');
}
