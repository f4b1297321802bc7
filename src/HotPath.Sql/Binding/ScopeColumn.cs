namespace HotPath.Sql.Binding;

/// <summary>A column that names can refer to.</summary>
/// <param name="Qualifier">Table name or alias, if it has one.</param>
/// <param name="Column">The column.</param>
internal sealed record ScopeColumn(string? Qualifier, RelationColumn Column)
{
    public string Name => Column.Name;
}
