namespace HotPath.Operators.Checkpoints;

/// <summary>What a define frame gives a name to.</summary>
/// <param name="Kind"><see cref="RecordKind.TenantName"/> or <see cref="RecordKind.SourceName"/>.</param>
/// <param name="Id">Tenant id, or table id.</param>
/// <param name="Source">Index of a file within the table's input; 0 for tenants.</param>
internal readonly record struct DefinedName(byte Kind, int Id, int Source)
{
    public static DefinedName Tenant(int tenant) => new(RecordKind.TenantName, tenant, Source: 0);

    public static DefinedName File(int table, int source) => new(RecordKind.SourceName, table, source);
}
