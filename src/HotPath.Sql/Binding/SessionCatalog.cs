using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>Tables and views of the session so far. Broken ones are remembered, so that one mistake gives one error.</summary>
internal sealed class SessionCatalog
{
    private readonly Dictionary<string, TableEntry> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CreateViewStatement> _views = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _tables.Keys.Concat(_views.Keys);

    public IEnumerable<TableEntry> Tables => _tables.Values.OrderBy(static t => t.Id);

    public int TableCount => _tables.Count;

    public TableEntry? FindTable(string name) => _tables.GetValueOrDefault(name);

    public CreateViewStatement? FindView(string name) => _views.GetValueOrDefault(name);

    public bool Exists(string name) => _tables.ContainsKey(name) || _views.ContainsKey(name);

    public bool IsBroken(string name) => _broken.Contains(name);

    public void Add(TableEntry table) => _tables[table.Name] = table;

    public void Add(CreateViewStatement view) => _views[view.Name] = view;

    public void AddBroken(string name) => _broken.Add(name);
}
