namespace HotPath.Operators.Checkpoints;

/// <summary>What a define frame gives a name to, or a table whose end has come.</summary>
/// <param name="Kind">
/// <see cref="RecordKind.TenantName"/>, <see cref="RecordKind.SourceName"/>, <see cref="RecordKind.ClientName"/> or
/// <see cref="RecordKind.EndedTable"/>.
/// </param>
/// <param name="Id">Id of a tenant, client or table.</param>
/// <param name="Source">Index of a file within the table's input; 0 for all others.</param>
internal readonly record struct DefinedName(byte Kind, int Id, int Source)
{
    public static DefinedName Tenant(int tenant) => new(RecordKind.TenantName, tenant, Source: 0);

    public static DefinedName Client(int client) => new(RecordKind.ClientName, client, Source: 0);

    public static DefinedName End(int table) => new(RecordKind.EndedTable, table, Source: 0);

    public static DefinedName File(int table, int source) => new(RecordKind.SourceName, table, source);
}
