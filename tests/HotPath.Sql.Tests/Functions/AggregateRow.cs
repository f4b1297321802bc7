using System.Globalization;

namespace HotPath.Sql.Tests.Functions;

/// <summary>A row of the random streams that aggregates of one's own are tried with.</summary>
/// <param name="TimeMs">Behind the start. Unit: ms.</param>
/// <param name="Key">Key.</param>
/// <param name="Price">Price, or NULL.</param>
/// <param name="Quantity">Quantity, or NULL.</param>
/// <param name="Name">Name, or NULL.</param>
internal sealed record AggregateRow(long TimeMs, string Key, decimal? Price, long? Quantity, string? Name)
{
    private static readonly System.DateTime Start = new(2026, 8, 1, 12, 0, 0, System.DateTimeKind.Utc);

    /// <summary>Whether the row fails: its quantity is negative, and nothing else keeps it out.</summary>
    public bool Fails => Price is not null && Quantity < 0;

    public string?[] Fields =>
    [
        Text(TimeMs), Key, Price?.ToString(CultureInfo.InvariantCulture), Quantity?.ToString(CultureInfo.InvariantCulture), Name,
    ];

    public static string Text(long timeMs) =>
        Start.AddMilliseconds(timeMs).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
