namespace HotPath.Daemon.Reports;

/// <summary>Names of tenants as people read them.</summary>
internal static class TenantName
{
    /// <summary>The name of one.</summary>
    /// <param name="name">As rows give it; <see langword="null"/> of rows that name none.</param>
    /// <returns>Something that can be seen.</returns>
    public static string Of(string? name) => name switch
    {
        null => "NULL",
        "" => "''",
        _ => name,
    };
}
