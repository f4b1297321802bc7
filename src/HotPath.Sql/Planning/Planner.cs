using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Groups;
using HotPath.Operators.Ranking;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;
using HotPath.Sql.Binding;
using HotPath.Sql.CodeGeneration;

namespace HotPath.Sql.Planning;

/// <summary>Turns a bound session into a compiled plan: ids, scopes, sinks, kernels.</summary>
internal sealed class Planner(BoundSession session, string scripts, string codecs)
{
    private const int InlineTextBytes = 32;

    private readonly ConstantPool _constants = new();
    private readonly List<TableEntry> _tables = [];
    private readonly List<SinkDefinition> _sinks = [];
    private readonly List<StatementProgram> _programs = []; // those that tables give rows to
    private readonly HashSet<ulong> _operatorIds = [];

    public SqlJobPlan Plan()
    {
        _tables.AddRange(
            session.Catalog.Tables.Where(t => session.Statements.Any(s => s.Source.Scanned.Contains(t))));
        if (_tables.Count == 0)
        {
            // A script that only declares tables can still be imported: every table is a source then.
            _tables.AddRange(session.Catalog.Tables);
        }

        TableProgram[] tables = [.. _tables.Select(Compile)];
        foreach (BoundStatement statement in session.Statements)
        {
            Compile(statement);
        }

        _sinks.Add(DeadLetters());
        Lazy<ClockKernel>?[] rowTimes = [.. _tables.Select(RowTimeOf)];
        return new SqlJobPlan(tables, _programs, rowTimes, _constants)
        {
            PlanText = Planning.PlanText.Write(scripts, session, tables, _programs, codecs),
            Canonical = CanonicalScript.Lines(
                scripts,
                session,
                _tables.Select(static t => t.Name).Concat(_sinks.Select(static s => s.Name))),
            Explain = PlanExplanation.Write(session, tables, _programs, _sinks),
            Tables = [.. tables.Select(static t => t.Definition)],
            Statements = [.. _programs.Select(static p => p.Definition)],
            Sinks = _sinks,
            Settings = session.Settings.Values,
            MarkIntervalBytes = session.Settings.MarkIntervalBytes,
            TickIntervalMs = session.Settings.Timeouts.TickIntervalMs(
                session.Statements, session.Settings.Partitions),
            FailOnError = session.Settings.FailOnError,
            StateLimits = new StateLimits
            {
                MemoryBytes = session.Settings.StateMemoryBytes,
                DirtyBytes = session.Settings.StateDirtyBytes,
            },
        };
    }

    public static RowSchema KeySchema(Relation relation) => new(
        "key",
        templateId: 0,
        [.. relation.Keys.Select(static (key, i) => new Column($"key{i}", key.Type))]);

    private TableProgram Compile(TableEntry table)
    {
        EventIdDefinition? eventId = EventIdOf(table);
        var definition = new TableDefinition
        {
            Id = table.Id,
            Name = table.Name,
            Schema = table.Schema,
            Options = table.Options,
            TenantColumn = session.Settings.TenantColumnOf(table),
            EventId = eventId,
            Alignment = WatermarkAlignment.Read(new OptionReader(table.Options)) is { } alignment
                ? alignment with { IdleMs = session.Settings.Partitions.SilenceMsOf(table.Name) }
                : null,
            NotNullColumns = [.. NotNull(table).Concat(eventId is null ? [] : [eventId.Column]).Distinct()],
            Place = table.Syntax.Place.ToString(),
        };
        TenantDurations? delays = session.Settings.Delays.Of(table.Name);
        return new TableProgram(
            definition,
            table.RowTime is null
                ? null
                : new KernelCompiler(_constants).CompileClock(
                    table.Schema, table.RowTime, table.Watermark!, session.Settings.FutureBounds.Of(table)),
            eventId is null && delays is null
                ? null
                : new KernelCompiler(_constants).CompileTime(
                    table.Schema, table.RowTime!, session.Settings.FutureBounds.Of(table)))
        {
            HasPartitions = session.Settings.Partitions.HasPartitions(table.Name),
            IdleMs = session.Settings.Partitions.IdleMsOf(table.Name),
            Delays = delays,
        };
    }

    private EventIdDefinition? EventIdOf(TableEntry table)
    {
        if (session.Settings.EventIds.ColumnOf(table.Name) is not { } column)
        {
            return null;
        }

        return new EventIdDefinition
        {
            Column = table.Schema.IndexOf(column),
            WindowMs = session.Settings.EventIds.WindowMsOf(table.Name),
            TenantBytesMax = session.Settings.TenantColumnOf(table) >= 0 ? session.Settings.TenantStateBytes : 0,
            OperatorId = NewOperatorId($"event id {column} of table {table.Name}"),
        };
    }

    // Compiled when a merge asks for it: most runs read one file.
    private Lazy<ClockKernel>? RowTimeOf(TableEntry table) => table.RowTime is null
        ? null
        : new Lazy<ClockKernel>(() => new KernelCompiler(_constants).CompileTime(table.Schema, table.RowTime));

    private static IEnumerable<int> NotNull(TableEntry table) => table.Syntax.Columns
        .Where(c => c.Type is not null && table.IsRequired(c.Name))
        .Select(c => table.Schema.IndexOf(c.Name));

    private void Compile(BoundStatement statement)
    {
        int id = _programs.Count + 1;
        SinkDefinition sink = SinkOf(statement);
        var definition = new StatementDefinition
        {
            Id = id,
            Home = id,
            Name = sink.Name,
            OperatorId = 0,
            Table = _tables.IndexOf(statement.Source.Scanned[0]),
            Sink = sink.Id,
            // One without state needs no clock, so it is its tenant's as soon as the table has tenants.
            IsTenantScoped = statement.Source.IsKeyedBy(session.Settings.TenantColumnOf),
            OutputSchema = sink.Schema,
            Late = LateOutputOf(statement, id),
        };
        CompileStages(statement, statement.Source, definition, statement.Outputs, sink.Schema, next: null);
    }

    // Ids of late outputs begin behind those of all tables that statements read.
    private int InputsInAll => session.Statements.Sum(
        static statement => statement.Source.Stages.Count(static stage => stage.Inputs.Count == 0));

    private LateOutputDefinition? LateOutputOf(BoundStatement statement, int id)
    {
        if (statement.LateSink is not { } table)
        {
            return null;
        }

        SinkDefinition sink = SinkOf(table);
        return new LateOutputDefinition(InputsInAll + id, sink.Id, sink.Schema);
    }

    // From the sink to the tables: each table that is read is where rows enter, with an id of its own in the ledger.
    private void CompileStages(
        BoundStatement statement,
        Relation relation,
        StatementDefinition definition,
        IReadOnlyList<RelationColumn> outputs,
        RowSchema schema,
        StatementProgram? next)
    {
        string structure = OperatorText.Of(
            relation, statement.TimeToLive, _sinks[definition.Sink], isLast: next is null);
        bool isRoot = relation.Inputs.Count == 0;
        var stage = new StagePlan(
            relation,
            relation.KeepsForEver ? statement.TimeToLive : null,
            outputs,
            schema,
            definition with
            {
                Id = _programs.Count + 1, // of the first table below it
                Table = isRoot ? _tables.IndexOf(relation.Table) : definition.Table,
                OperatorId = NewOperatorId(structure),
            });
        StatementProgram program = CompileStage(stage) with
        {
            Next = next,
            Stage = relation.Depth,
            LateRows = LateRowsOf(relation, definition.Late),
            TimeoutMs = relation is { DropsLateRows: true, HasProcessingTimeWindows: false } ? statement.TimeoutMs : 0,
            TellsClosing = stage.Outputs.Any(static output => output.Expression is BoundClosedBy),
        };
        if (isRoot)
        {
            _programs.Add(program);
        }

        foreach (Relation input in relation.Inputs)
        {
            IReadOnlyList<RelationColumn> used = program.LateRows is null ? Used(relation, input) : input.Columns;
            CompileStages(statement, input, definition, used, relation.Table.Schema, program);
        }
    }

    private static LateRowsProgram? LateRowsOf(Relation relation, LateOutputDefinition? late) =>
        late is null || !relation.DropsLateRows
            ? null
            : new LateRowsProgram(
                late,
                relation.Table.Schema,
                [.. late.Schema.Columns.Select(column => LateOutputSettings.ContentOf(column, relation))]);

    // The columns of a stage, those that the next one does not read as NULL.
    private RelationColumn[] Used(Relation reader, Relation input)
    {
        var use = new ColumnUse(_constants);
        use.Add(reader.Filters);
        use.Add(reader.Keys);
        use.Add(reader.Window is null ? [] : [reader.Window.Time]);
        use.Add(reader.Aggregation?.Calls.SelectMany(static c => c.Arguments) ?? []);
        use.Add(reader.Aggregation?.Calls.Select(static c => c.Filter).OfType<BoundExpression>() ?? []);
        if (reader.Ranking is { } ranking)
        {
            use.Add(ranking.Order.Select(static column => column.Expression));
            use.Add(ranking.Stored);
            use.Add(ranking.WindowEnd is null ? [] : [ranking.WindowEnd]);
        }

        return
        [
            .. input.Columns.Select((column, i) => use.Columns.Contains(i)
                ? column
                : column with { Expression = new BoundLiteral(null, column.Expression.Type) }),
        ];
    }

    private StatementProgram CompileStage(StagePlan stage)
    {
        Relation relation = stage.Relation;
        if (relation.Ranking is not null)
        {
            return CompileRanking(stage);
        }

        if (relation.Aggregation is not null)
        {
            return relation.Window is null ? CompileGroup(stage) : CompileWindow(stage);
        }

        var compiler = new KernelCompiler(_constants);
        return relation.Window is { Overlaps: true }
            ? new StatementProgram
            {
                Definition = stage.Definition,
                WindowRows = compiler.CompileWindowRows(relation, stage.Outputs, stage.Schema),
            }
            : new StatementProgram
            {
                Definition = stage.Definition,
                Projection = compiler.CompileProjection(relation, stage.Outputs, stage.Schema),
            };
    }

    private StatementProgram CompileRanking(StagePlan stage)
    {
        Relation relation = stage.Relation;
        Ranking ranking = relation.Ranking!;
        var use = new ColumnUse(_constants);
        use.Add(stage.Outputs.Select(static column => column.Expression));
        use.Add(relation.GroupFilters);
        var stored = new RankedColumns(ranking, use.Ranked);
        RowSchema keys = KeySchema(relation);
        var compiler = new KernelCompiler(_constants);
        StatementProgram program = Stateful(stage, keys, AccumulatorPlan.OfRanking(
            expires: TimeToLiveOf(stage) is not null, ranking.ReadsUpdates)) with
        {
            Ranking = new RankingProgram(ranking.First, ranking.Last, ranking.KeepsLast, use.UsesRank)
            {
                KeepsPlaces = RisingRows.Are(relation),
                Replaces = ranking.Last == 1 && (!ranking.ReadsUpdates || RisingRows.Are(relation)),
            },
            Result = compiler.CompileRankResult(relation, stage.Outputs, stage.Schema, stored),
            TimeToLive = TimeToLiveOf(stage),
        };
        if (ranking is { ReadsUpdates: true, IsWindowed: true })
        {
            return program with
            {
                Specification = AggregationBinder.SpecificationOfEnds(relation.Attached!),
                AllowedLateness = relation.Lateness,
                Window = compiler.CompileChangingWindowRanking(relation, keys, stored, isRetraction: false),
                WindowRetraction = compiler.CompileChangingWindowRanking(relation, keys, stored, isRetraction: true),
            };
        }

        if (ranking.ReadsUpdates)
        {
            return program with
            {
                Group = compiler.CompileChangingRanking(relation, keys, stored, isRetraction: false),
                Retraction = compiler.CompileChangingRanking(relation, keys, stored, isRetraction: true),
            };
        }

        bool hasQuota = program.TenantBytesMax != 0;
        if (ranking.KeepsFirstRows)
        {
            return program with
            {
                Ranking = null,
                KeepsFirstRows = true,
                Specification = new WindowSpecification(WindowKind.Tumble, 1, 1, 0, Zone: null),
                Window = compiler.CompileFirstRow(relation, keys, stored),
            };
        }

        return ranking.IsWindowed
            ? program with
            {
                Specification = AggregationBinder.SpecificationOfEnds(relation.Attached!),
                AllowedLateness = relation.Lateness,
                Window = compiler.CompileWindowRanking(relation, keys, stored, hasQuota),
            }
            : program with { Group = compiler.CompileRanking(relation, keys, stored, hasQuota) };
    }

    private StatementProgram CompileWindow(StagePlan stage)
    {
        Relation relation = stage.Relation;
        RowSchema keys = KeySchema(relation);
        WindowKind kind = relation.Window!.Specification.Kind;
        var accumulators = new AccumulatorPlan(
            relation.Aggregation!.Calls,
            expires: false,
            areSessions: kind == WindowKind.Session,
            areKept: kind == WindowKind.Session && relation.Lateness is not null,
            retracts: relation.ReadsUpdates);
        StatementProgram program = Aggregate(stage, keys, accumulators);
        return program with
        {
            WindowRetraction = relation.ReadsUpdates
                ? new KernelCompiler(_constants).CompileWindowRetraction(relation, keys, accumulators)
                : null,
            Window = new KernelCompiler(_constants).CompileWindow(
                relation, keys, accumulators, hasQuota: program.TenantBytesMax != 0),
            Run = new KernelCompiler(_constants).CompileRun(
                relation, keys, accumulators, hasQuota: program.TenantBytesMax != 0),
            Specification = relation.Window.Specification,
            AllowedLateness = relation.Lateness,
            Merge = kind == WindowKind.Tumble
                ? null
                : KernelCompiler.CompileMerge(relation.Aggregation!, accumulators, IsFromOldest(relation.Window)),
            MergeBefore = kind == WindowKind.Session && relation.Aggregation!.Calls.Any(c => c.IsInOrder)
                ? KernelCompiler.CompileMerge(relation.Aggregation, accumulators, isBefore: true)
                : null,
            Removal = relation.Window.Specification.Kind == WindowKind.Hop
                ? KernelCompiler.CompileRemoval(relation.Aggregation!, accumulators)
                : null,
        };
    }

    // Panes of HOP are merged from the youngest, and so stand the values of LISTAGG; in Flink's older form of windows
    // they stand from the oldest.
    private static bool IsFromOldest(BoundWindow window) =>
        window.Specification.Kind == WindowKind.Hop && window.Syntax.Call is not null;

    private StatementProgram CompileGroup(StagePlan stage)
    {
        Relation relation = stage.Relation;
        RowSchema keys = KeySchema(relation);
        var accumulators = new AccumulatorPlan(
            relation.Aggregation!.Calls,
            expires: TimeToLiveOf(stage) is not null,
            areSessions: false,
            areKept: false,
            retracts: relation.ReadsUpdates);
        StatementProgram program = Aggregate(stage, keys, accumulators);
        return program with
        {
            Group = new KernelCompiler(_constants).CompileGroup(
                relation, keys, accumulators, hasQuota: program.TenantBytesMax != 0),
            Retraction = relation.ReadsUpdates
                ? new KernelCompiler(_constants).CompileRetraction(relation, keys, accumulators)
                : null,
            Values = stage.TimeToLive is null ? CompileValues(relation, keys, accumulators) : null,
            TimeToLive = TimeToLiveOf(stage),
        };
    }

    // A group whose rows may all be taken back may go and come back, as one with a time to live does.
    private static TimeToLive? TimeToLiveOf(StagePlan stage) =>
        stage.TimeToLive ?? (stage.Relation is { ReadsUpdates: true, KeepsForEver: true } ? TimeToLive.None : null);

    private StatementProgram Aggregate(StagePlan stage, RowSchema keys, AccumulatorPlan accumulators)
    {
        Relation relation = stage.Relation;
        return Stateful(stage, keys, accumulators.Layout) with
        {
            Prefetch = relation.Inputs.Count == 0
                ? new KernelCompiler(_constants).CompilePrefetch(relation, keys)
                : null,
            Result = new KernelCompiler(_constants).CompileResult(
                relation, stage.Outputs, keys, stage.Schema, accumulators),
            Inspection = new Lazy<GroupInspection>(() => Inspect(relation, keys, accumulators)),
        };
    }

    private StatementProgram Stateful(StagePlan stage, RowSchema keys, AccumulatorLayout layout) => new()
    {
        Definition = stage.Definition,
        Accumulators = layout,
        TenantBytesMax = TenantBytesMax(stage),
        InlineKeyBytes = keys.KeyBytes + (keys.HasText ? InlineTextBytes : 0),
    };

    // What a first stage has let in is never refused later, but it counts.
    private long TenantBytesMax(StagePlan stage) => stage switch
    {
        _ when !stage.Definition.IsTenantScoped || session.Settings.TenantStateBytes == 0 => 0,
        _ when stage.Relation.Inputs.All(static i => i is { HasOperator: false, Window: null, Inputs.Count: 0 }) =>
            session.Settings.TenantStateBytes,
        _ => long.MaxValue,
    };

    private GroupInspection Inspect(Relation relation, RowSchema keys, AccumulatorPlan accumulators)
    {
        Aggregation aggregation = relation.Aggregation!;
        RelationColumn[] columns =
        [
            .. aggregation.Keys.Select(
                (key, i) => new RelationColumn(RelationText.Of(key, relation), new BoundKey(i, key.Type))),
            .. aggregation.Calls.SelectMany(static (call, i) => call.Results(i)).Select(
                result => new RelationColumn(RelationText.Of(result, relation), result)),
        ];
        var schema = new RowSchema(
            "group",
            templateId: 0,
            [.. columns.Select(Stored)]);
        return new GroupInspection(
            schema,
            new KernelCompiler(_constants).CompileResult(
                relation with { GroupFilters = [] }, columns, keys, schema, accumulators));
    }

    // Flink looks at what the aggregates give, not at what SELECT and HAVING make of it.
    private ResultKernel CompileValues(Relation relation, RowSchema keys, AccumulatorPlan accumulators)
    {
        IReadOnlyList<AggregateCall> calls = relation.Aggregation!.Calls;
        RelationColumn[] columns =
        [
            .. calls.SelectMany(static (call, i) => call.Results(i))
                .Select(static (result, i) => new RelationColumn($"value{i}", result)),
        ];
        var schema = new RowSchema(
            "values", templateId: 0, [.. columns.Select(static c => new Column(c.Name, c.Expression.Type))]);
        return new KernelCompiler(_constants).CompileResult(
            relation with { GroupFilters = [] }, columns, keys, schema, accumulators);
    }

    private SinkDefinition SinkOf(BoundStatement statement)
    {
        if (statement.Sink is { } table)
        {
            return SinkOf(table);
        }

        int number = _sinks.Count(static s => s.Role == SinkRole.Select) + 1;
        if (statement.Continues)
        {
            return _sinks.Last(static s => s.Role == SinkRole.Select);
        }

        string name = $"select-{number}";
        Column[] columns = [.. statement.Outputs.Select(Stored)];
        return AddSink(
            name,
            SinkRole.Select,
            new RowSchema(name, templateId: 0, columns),
            new Dictionary<string, string>(StringComparer.Ordinal));
    }

    private SinkDefinition SinkOf(TableEntry table) =>
        _sinks.Find(s => s.Role == SinkRole.Table && s.Name == table.Name)
        ?? AddSink(table.Name, SinkRole.Table, table.Schema, table.Options);

    private static Column Stored(RelationColumn column) =>
        new(column.Name, column.Expression.Type);

    private SinkDefinition AddSink(
        string name, SinkRole role, RowSchema schema, IReadOnlyDictionary<string, string> options)
    {
        var sink =
            new SinkDefinition { Id = _sinks.Count, Name = name, Role = role, Schema = schema, Options = options };
        _sinks.Add(sink);
        return sink;
    }

    private SinkDefinition DeadLetters()
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        if (session.Settings.Values.TryGetValue("hotpath.dead-letter.path", out string? path))
        {
            options["path"] = path;
        }

        return new SinkDefinition
        {
            Id = _sinks.Count,
            Name = "dead-letters",
            Role = SinkRole.DeadLetters,
            Schema = DeadLetterSchema.Schema,
            Options = options,
        };
    }

    private ulong NewOperatorId(string structure)
    {
        ulong id = Foundation.Hashing.StableHash.Of(System.Text.Encoding.UTF8.GetBytes(structure));
        while (!_operatorIds.Add(id))
        {
            id = Foundation.Hashing.StableHash.Mix(id, 1);
        }

        return id;
    }
}
