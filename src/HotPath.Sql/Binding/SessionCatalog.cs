using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Tables and views of the session so far. Broken ones are remembered, so that one mistake gives one error.
/// </summary>
internal sealed class SessionCatalog
{
    private readonly Dictionary<string, TableEntry> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CreateViewStatement> _views = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BrokenName> _broken = new(StringComparer.Ordinal);
    private List<string>? _usedByView;

    public IEnumerable<string> Names => _tables.Keys.Concat(_views.Keys);

    public IEnumerable<TableEntry> Tables => _tables.Values.OrderBy(static t => t.Id);

    public int TableCount => _tables.Count;

    public TableEntry? FindTable(string name) => _tables.GetValueOrDefault(name);

    public CreateViewStatement? FindView(string name) => _views.GetValueOrDefault(name);

    public bool Exists(string name) => _tables.ContainsKey(name) || _views.ContainsKey(name);

    /// <summary>Views refused for constructs outside the dialect that no statement uses.</summary>
    public IEnumerable<BrokenName> UnusedRefusals =>
        _broken.Values.Where(static b => !b.IsUsed && b.Refusals.Count > 0);

    public bool IsBroken(string name) => _broken.ContainsKey(name);

    /// <summary>
    /// Whether a name is broken, noting that it is used: by the view being created, else by a statement.
    /// </summary>
    public bool UseBroken(string name)
    {
        if (!_broken.TryGetValue(name, out BrokenName? broken))
        {
            return false;
        }

        if (_usedByView is not null)
        {
            _usedByView.Add(name);
        }
        else
        {
            broken.IsUsed = true;
            foreach (string behind in broken.DependsOn)
            {
                UseBroken(behind);
            }
        }

        return true;
    }

    /// <summary>From here to <see cref="EndView"/>, uses are those of a view.</summary>
    public void BeginView() => _usedByView = [];

    /// <returns>Broken names that the view uses.</returns>
    public IReadOnlyList<string> EndView()
    {
        List<string> used = _usedByView!;
        _usedByView = null;
        return used;
    }

    public void Add(TableEntry table) => _tables[table.Name] = table;

    public void Add(CreateViewStatement view) => _views[view.Name] = view;

    public void AddBroken(string name, IReadOnlyList<Diagnostic> refusals, IReadOnlyList<string> dependsOn) =>
        _broken.TryAdd(name, new BrokenName(name, refusals, dependsOn));
}
