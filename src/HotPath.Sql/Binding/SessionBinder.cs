using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Text;
using HotPath.Operators.Groups;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Binds a script statement by statement, as a session does, and goes on after errors so that all of them are found.
/// </summary>
internal sealed class SessionBinder(DiagnosticBag diagnostics)
{
    private readonly SessionCatalog _catalog = new();
    private readonly SessionSettings _settings = new();
    private readonly SettingEffects _effects = new();
    private readonly List<BoundStatement> _statements = [];
    private int _tableIds;

    public BoundSession Bind(IReadOnlyList<SqlStatement> statements)
    {
        _settings.TakeTenants(statements);
        _settings.Lateness.TakeTables(statements, diagnostics);
        _settings.Functions.Load(statements, diagnostics);
        _settings.LoadZone(statements, diagnostics);
        foreach (SqlStatement statement in statements)
        {
            BindStatement(statement);
        }

        CheckTenants();
        _settings.EventIds.Check(_catalog, diagnostics);
        _settings.FutureBounds.Check(_catalog, diagnostics);
        _settings.Partitions.Check(_catalog, diagnostics);
        _settings.Delays.Check(_catalog, _settings, diagnostics);
        _settings.Lateness.Check(_catalog, _settings, diagnostics);
        IReadOnlyList<BoundStatement> bound = _settings.LateOutputs.Resolve(_statements, _catalog, diagnostics);
        TimeoutSettings.Check(bound, diagnostics);
        AlignmentChecks.Check(bound, _settings.Partitions, diagnostics);
        foreach (BoundStatement statement in bound
            .Where(static statement => statement.Source.Stages.Any(static stage => stage.IsUnion)))
        {
            CheckClocks(statement);
        }

        WarnOfGlobalQueries();
        _settings.EventIds.WarnOfShortWindows(bound, diagnostics);
        _settings.EventIds.WarnOfWritten(_catalog, bound, diagnostics);
        _settings.Functions.WarnOfMissing(diagnostics);
        _effects.Warn(diagnostics);
        foreach (BrokenName view in _catalog.UnusedRefusals)
        {
            diagnostics.Downgrade(view);
        }

        return new BoundSession(_catalog, bound, _settings);
    }

    // One silence, and one set of partitions, belongs to one table.
    private void CheckClocks(BoundStatement statement)
    {
        if (statement.TimeoutMs > 0)
        {
            diagnostics.Unsupported(
                statement.Place, "UNION", $"'{TimeoutSettings.Key}' behind UNION ALL; put SET '{TimeoutSettings.Key}' "
                + "= '0 ms' before");
        }

        foreach (TableEntry table in statement.Source.Scanned
            .Where(table => _settings.Partitions.HasPartitions(table.Name)).Distinct())
        {
            diagnostics.Unsupported(
                statement.Place, "UNION", $"UNION ALL of table '{table.Name}', whose partitions have watermarks of "
                + "their own");
        }
    }

    private void BindStatement(SqlStatement statement)
    {
        switch (statement)
        {
            case RefusedDeclaration refused:
                _catalog.AddBroken(refused.Name, refused.Refusals, []);
                break;
            case SetStatement set:
                _settings.Set(set, diagnostics);
                _effects.Note(set);
                break;
            case CreateTableStatement table:
                CreateTable(table);
                break;
            case CreateFunctionStatement function:
                _settings.Functions.Create(function, diagnostics);
                break;
            case CreateViewStatement view:
                CreateView(view);
                break;
            case InsertStatement insert:
                Insert(insert);
                break;
            case StatementSetStatement set:
                foreach (InsertStatement insert in set.Inserts)
                {
                    Insert(insert);
                }

                break;
            case SelectStatement select:
                if (Query(select.Query) is { } relation)
                {
                    foreach ((int i, Relation branch) in BranchesOf(relation).Index())
                    {
                        IReadOnlyList<RelationColumn> outputs = OutputNames.Unique(branch.Columns);
                        Add(new BoundStatement(select.Place, branch, null, outputs) { Continues = i > 0 });
                    }
                }

                break;
        }
    }

    // A TTL holds for the statements behind it, as in a session of Flink; windows end by themselves.
    private void Add(BoundStatement statement)
    {
        if (statement.Source is { Window: { Overlaps: true } window, Aggregation: null })
        {
            diagnostics.Unsupported(window.Syntax.Place, window.Syntax.Function, Relation.NotGrouped(window));
            return;
        }

        if (statement.Source.Ranking is { Last: 0 } ranking)
        {
            new StageBinder(diagnostics).RefuseUnbounded(ranking, statement.Place);
            return;
        }

        if (statement.Source is { Inputs.Count: > 0, HasOperator: false })
        {
            diagnostics.Unsupported(
                statement.Source.Window?.Syntax.Place ?? statement.Place,
                statement.Source.Window?.Syntax.Function ?? "SELECT",
                "rows of a window over UNION ALL, first rows or another window without GROUP BY or ROW_NUMBER");
            return;
        }

        TimeToLive? timeToLive = statement.Source.Stages.Any(static stage => stage.KeepsForEver)
            ? _settings.TimeToLive
            : null;
        bool keepsFirstRows = statement.Source.Stages.Any(static stage => stage.Ranking?.KeepsFirstRows == true);
        if (timeToLive is not null && keepsFirstRows)
        {
            diagnostics.Unsupported(
                statement.Place, "ROW_NUMBER", "a time to live of first rows by event time; set it to '0 ms' before");
        }

        if (timeToLive is { EventMs: > 0 })
        {
            CheckEventTime(statement);
        }

        statement = statement with { TimeToLive = timeToLive, LateSetting = _settings.LateOutputs.Current };
        _statements.Add(_settings.Timeouts.Apply(statement, diagnostics));
        _effects.Note(_statements[^1]);
    }

    private void CheckEventTime(BoundStatement statement)
    {
        if (statement.Source.Stages.Any(static stage => stage.IsUnion))
        {
            diagnostics.Unsupported(
                statement.Place, "UNION", "'hotpath.state.ttl' behind UNION ALL; use 'table.exec.state.ttl'");
        }
        else if (statement.Source.Stages.Any(static stage => stage.HasProcessingTimeWindows))
        {
            diagnostics.Unsupported(
                statement.Place, "GROUP BY", "'hotpath.state.ttl' behind processing-time windows; use "
                + "'table.exec.state.ttl'");
        }
        else if (statement.Source.Scanned[0] is { RowTime: null } table)
        {
            diagnostics.Error(
                statement.Place,
                SessionSettings.StateTtlKey,
                $"'hotpath.state.ttl' is event time, and table '{table.Name}' has none; declare WATERMARK in CREATE "
                + "TABLE, or use 'table.exec.state.ttl'");
        }
    }

    private Relation? Query(SelectQuery query) =>
        new QueryBinder(
            _catalog, _settings.Scalars, _settings.Lateness, _settings.TenantColumnOf, diagnostics).Bind(query);

    private bool IsNew(string name, bool ifNotExists, SourcePlace place)
    {
        if (!_catalog.Exists(name))
        {
            return true;
        }

        if (!ifNotExists)
        {
            diagnostics.Error(place, name, $"'{name}' exists already; choose another name or write IF NOT EXISTS");
        }

        return false;
    }

    private void CreateTable(CreateTableStatement table)
    {
        if (!IsNew(table.Name, table.IfNotExists, table.Place))
        {
            return;
        }

        TableEntry? entry = new TableBinder(_settings.Scalars, diagnostics).Bind(table, ++_tableIds);
        if (entry is null)
        {
            _catalog.AddBroken(table.Name, [], []);
            return;
        }

        _catalog.Add(entry);
    }

    private void CreateView(CreateViewStatement view)
    {
        if (!IsNew(view.Name, view.IfNotExists, view.Place))
        {
            return;
        }

        int before = diagnostics.Count;
        _catalog.BeginView();
        Relation? relation = Query(view.Query);
        IReadOnlyList<string> broken = _catalog.EndView();
        if (relation is not null && view.ColumnNames.Count > 0 && view.ColumnNames.Count != relation.Columns.Count)
        {
            diagnostics.Error(
                view.Place,
                view.Name,
                $"view '{view.Name}' names {view.ColumnNames.Count} columns, but its query gives "
                + $"{relation.Columns.Count}");
            relation = null;
        }

        if (relation is null)
        {
            _catalog.AddBroken(view.Name, diagnostics.RefusalsSince(before), broken);
            return;
        }

        _catalog.Add(view);
    }

    private void Insert(InsertStatement insert)
    {
        TableEntry? sink = _catalog.FindTable(insert.Table);
        Relation? relation = Query(insert.Query);
        if (sink is null)
        {
            ReportNoSink(insert);
            return;
        }

        if (relation is null)
        {
            return;
        }

        var binder = new InsertBinder(_settings.Scalars, diagnostics);
        foreach ((int i, Relation branch) in BranchesOf(relation).Index())
        {
            if (binder.Bind(insert, branch, sink) is not { } outputs)
            {
                return;
            }

            Add(new BoundStatement(insert.Place, branch, sink, outputs) { Continues = i > 0 });
        }
    }

    // Inputs of a UNION ALL that nothing reads but the sink do not know each other.
    private static IEnumerable<Relation> BranchesOf(Relation relation) => relation.Branches.Count == 0
        ? [relation]
        : relation.Branches.Select(branch => UnionBinder.Named(branch, relation));

    private void ReportNoSink(InsertStatement insert)
    {
        if (_catalog.FindView(insert.Table) is not null)
        {
            diagnostics.Error(
                insert.TablePlace, insert.Table, $"'{insert.Table}' is a view; INSERT INTO needs a table");
        }
        else if (!_catalog.IsBroken(insert.Table))
        {
            string suggestion = NameSuggestions.For(insert.Table, _catalog.Tables.Select(static t => t.Name));
            diagnostics.Error(insert.TablePlace, insert.Table, $"table '{insert.Table}' not found; {suggestion}");
        }
    }

    private void CheckTenants()
    {
        foreach (
            (string table, (string column, SourcePlace place)) in _settings.Tenants.OrderBy(
                static t => t.Key, StringComparer.Ordinal))
        {
            if (_catalog.FindTable(table) is not { } entry)
            {
                if (!_catalog.IsBroken(table))
                {
                    string suggestion = NameSuggestions.For(table, _catalog.Tables.Select(static t => t.Name));
                    diagnostics.Error(
                        place, table, $"tenancy is declared for table '{table}', which does not exist; {suggestion}");
                }

                continue;
            }

            int index = entry.Schema.IndexOf(column);
            if (index < 0)
            {
                string suggestion = NameSuggestions.For(column, entry.Schema.Columns.Select(static c => c.Name));
                diagnostics.Error(
                    place, column,
                    $"the tenant column '{column}' is not a stored column of table '{table}'; {suggestion}");
            }
            else if (entry.Schema.Columns[index].Type is { IsText: false, IsInteger: false } type)
            {
                diagnostics.Error(
                    place, column,
                    $"the tenant column '{column}' must be STRING or an integer, not {type}");
            }
        }
    }

    // Tenancy declared but not used is legal (a total over all tenants), and easily a mistake: one wrong clock then
    // moves everybody's windows.
    private void WarnOfGlobalQueries()
    {
        foreach (BoundStatement statement in _statements)
        {
            Relation relation = statement.Source;
            TableEntry? table = relation.Scanned.FirstOrDefault(table => _settings.Tenants.ContainsKey(table.Name));
            if (table is not null && !relation.IsKeyedBy(_settings.TenantColumnOf))
            {
                (string Column, SourcePlace Place) tenant = _settings.Tenants[table.Name];
                string clause = relation.Stages.Any(static stage => stage.Ranking is not null)
                    ? "GROUP BY or PARTITION BY"
                    : "GROUP BY";
                string shared = relation.IsUpdating ? "its groups are those of" : "one watermark serves";
                diagnostics.Warning(
                    statement.Place,
                    tenant.Column,
                    $"the query is global: its {clause} does not contain the tenant column '{tenant.Column}' of table "
                    + $"'{table.Name}', so {shared} all tenants");
            }
        }
    }
}
