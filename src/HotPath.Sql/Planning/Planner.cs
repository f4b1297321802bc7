using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Shards;
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
    private readonly List<StatementProgram> _programs = [];
    private readonly HashSet<ulong> _operatorIds = [];

    public SqlJobPlan Plan()
    {
        _tables.AddRange(
            session.Catalog.Tables.Where(t => session.Statements.Any(s => ReferenceEquals(s.Source.Table, t))));
        if (_tables.Count == 0)
        {
            // A script that only declares tables can still be imported: every table is a source then.
            _tables.AddRange(session.Catalog.Tables);
        }

        TableProgram[] tables = [.. _tables.Select(Compile)];
        foreach (BoundStatement statement in session.Statements)
        {
            _programs.Add(Compile(statement));
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
        [.. relation.Aggregation!.Keys.Select(static (key, i) => new Column($"key{i}", key.Type))]);

    private TableProgram Compile(TableEntry table)
    {
        EventIdDefinition? eventId = EventIdOf(table);
        var definition = new TableDefinition
        {
            Id = table.Id,
            Name = table.Name,
            Schema = table.Schema,
            Options = table.Options,
            TenantColumn = TenantColumn(table),
            EventId = eventId,
            NotNullColumns = [.. NotNull(table).Concat(eventId is null ? [] : [eventId.Column]).Distinct()],
            Place = table.Syntax.Place.ToString(),
        };
        return new TableProgram(
            definition,
            table.RowTime is null
                ? null
                : new KernelCompiler(_constants).CompileClock(table.Schema, table.RowTime, table.Watermark!),
            eventId is null ? null : new KernelCompiler(_constants).CompileTime(table.Schema, table.RowTime!));
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
            TenantBytesMax = TenantColumn(table) >= 0 ? session.Settings.TenantStateBytes : 0,
            OperatorId = NewOperatorId($"event id {column} of table {table.Name}"),
        };
    }

    // Compiled when a merge asks for it: most runs read one file.
    private Lazy<ClockKernel>? RowTimeOf(TableEntry table) => table.RowTime is null
        ? null
        : new Lazy<ClockKernel>(() => new KernelCompiler(_constants).CompileTime(table.Schema, table.RowTime));

    private static IEnumerable<int> NotNull(TableEntry table) => table.Syntax.Columns
        .Where(c => c.Type is not null && (c.IsNotNull || table.Syntax.PrimaryKey.Contains(c.Name)))
        .Select(c => table.Schema.IndexOf(c.Name));

    private int TenantColumn(TableEntry table) =>
        session.Settings.Tenants.TryGetValue(table.Name, out (string Column, Syntax.SourcePlace Place) tenant)
            ? table.Schema.IndexOf(tenant.Column)
            : -1;

    private StatementProgram Compile(BoundStatement statement)
    {
        int id = _programs.Count + 1;
        SinkDefinition sink = SinkOf(statement);
        Relation relation = statement.Source;
        var definition = new StatementDefinition
        {
            Id = id,
            Name = sink.Name,
            OperatorId = NewOperatorId(OperatorText.Of(statement, sink)),
            Table = _tables.IndexOf(relation.Table),
            Sink = sink.Id,
            IsTenantScoped = IsTenantScoped(relation),
            OutputSchema = sink.Schema,
        };
        return relation.Aggregation is null
            ? new StatementProgram
            {
                Definition = definition,
                Projection = new KernelCompiler(_constants).CompileProjection(relation, statement.Outputs, sink.Schema),
            }
            : relation.Window is null ? CompileGroup(statement, definition) : CompileWindow(statement, definition);
    }

    private StatementProgram CompileWindow(BoundStatement statement, StatementDefinition definition)
    {
        Relation relation = statement.Source;
        RowSchema keys = KeySchema(relation);
        WindowKind kind = relation.Window!.Specification.Kind;
        var accumulators = new AccumulatorPlan(
            relation.Aggregation!.Calls, expires: false, areSessions: kind == WindowKind.Session);
        StatementProgram program = Aggregate(statement, definition, keys, accumulators);
        return program with
        {
            Window = new KernelCompiler(_constants).CompileWindow(
                relation, keys, accumulators, hasQuota: program.TenantBytesMax != 0),
            Specification = relation.Window.Specification,
            Merge = kind == WindowKind.Tumble
                ? null
                : KernelCompiler.CompileMerge(relation.Aggregation!, accumulators),
            Removal = relation.Window.Specification.Kind == WindowKind.Hop
                ? KernelCompiler.CompileRemoval(relation.Aggregation!, accumulators)
                : null,
        };
    }

    private StatementProgram CompileGroup(BoundStatement statement, StatementDefinition definition)
    {
        Relation relation = statement.Source;
        RowSchema keys = KeySchema(relation);
        var accumulators = new AccumulatorPlan(
            relation.Aggregation!.Calls, expires: statement.TimeToLive is not null, areSessions: false);
        StatementProgram program = Aggregate(statement, definition, keys, accumulators);
        return program with
        {
            Group = new KernelCompiler(_constants).CompileGroup(
                relation, keys, accumulators, hasQuota: program.TenantBytesMax != 0),
            Values = statement.TimeToLive is null ? CompileValues(relation, keys, accumulators) : null,
            TimeToLive = statement.TimeToLive,
        };
    }

    private StatementProgram Aggregate(
        BoundStatement statement, StatementDefinition definition, RowSchema keys, AccumulatorPlan accumulators)
    {
        Relation relation = statement.Source;
        bool hasText = keys.Columns.Any(static c => c.Type.IsVariableLength);
        return new StatementProgram
        {
            Definition = definition,
            Prefetch = new KernelCompiler(_constants).CompilePrefetch(relation, keys),
            Result = new KernelCompiler(_constants).CompileResult(
                relation, statement.Outputs, keys, definition.OutputSchema, accumulators),
            Inspection = new Lazy<GroupInspection>(() => Inspect(relation, keys, accumulators)),
            Accumulators = accumulators.Layout,
            TenantBytesMax = definition.IsTenantScoped ? session.Settings.TenantStateBytes : 0,
            InlineKeyBytes = keys.TailOffset - RowSchema.HeaderBytes + (hasText ? InlineTextBytes : 0),
        };
    }

    private GroupInspection Inspect(Relation relation, RowSchema keys, AccumulatorPlan accumulators)
    {
        Aggregation aggregation = relation.Aggregation!;
        RelationColumn[] columns =
        [
            .. aggregation.Keys.Select(
                (key, i) => new RelationColumn(RelationText.Of(key, relation), new BoundKey(i, key.Type))),
            .. aggregation.Calls.Select(
                (call, i) => new RelationColumn(RelationText.Of(call, relation), new BoundAggregate(i, call.Type))),
        ];
        var schema = new RowSchema(
            "group",
            templateId: 0,
            [.. columns.Select(static column => new Column(column.Name, OutputType(column.Expression.Type)))]);
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
            [.. calls.Select(static (call, i) => new RelationColumn($"value{i}", new BoundAggregate(i, call.Type)))];
        var schema = new RowSchema(
            "values", templateId: 0, [.. columns.Select(static c => new Column(c.Name, c.Expression.Type))]);
        return new KernelCompiler(_constants).CompileResult(
            relation with { GroupFilters = [] }, columns, keys, schema, accumulators);
    }

    // A stateless statement needs no clock, so it is its tenant's as soon as the table has tenants.
    private bool IsTenantScoped(Relation relation)
    {
        int tenant = TenantColumn(relation.Table);
        return tenant >= 0 && (relation.Aggregation is null || relation.IsGroupedBy(tenant));
    }

    private SinkDefinition SinkOf(BoundStatement statement)
    {
        if (statement.Sink is { } table)
        {
            SinkDefinition? known = _sinks.Find(s => s.Role == SinkRole.Table && s.Name == table.Name);
            return known ?? AddSink(table.Name, SinkRole.Table, table.Schema, table.Options);
        }

        int number = _sinks.Count(static s => s.Role == SinkRole.Select) + 1;
        string name = $"select-{number}";
        Column[] columns = [.. statement.Outputs.Select(static o => new Column(o.Name, OutputType(o.Expression.Type)))];
        return AddSink(
            name,
            SinkRole.Select,
            new RowSchema(name, templateId: 0, columns),
            new Dictionary<string, string>(StringComparer.Ordinal));
    }

    // A bare NULL selected has no type of its own; it is shown like a BOOLEAN that is always NULL.
    private static SqlType OutputType(SqlType type) => type.Kind == SqlTypeKind.Null ? SqlType.Boolean : type;

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
