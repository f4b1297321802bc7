namespace HotPath.Operators.Checkpoints;

/// <summary>What a define frame gives a name to, or a table whose end has come.</summary>
/// <param name="Kind">
/// <see cref="RecordKind.TenantName"/>, <see cref="RecordKind.SourceName"/> or <see cref="RecordKind.EndedTable"/>.
/// </param>
/// <param name="Id">Tenant id, or table id.</param>
/// <param name="Source">Index of a file within the table's input; 0 for tenants.</param>
internal readonly record struct DefinedName(byte Kind, int Id, int Source)
{
    public static DefinedName Tenant(int tenant) => new(RecordKind.TenantName, tenant, Source: 0);

    public static DefinedName End(int table) => new(RecordKind.EndedTable, table, Source: 0);

    public static DefinedName File(int table, int source) => new(RecordKind.SourceName, table, source);
}
