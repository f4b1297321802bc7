namespace HotPath.Generator.Answers;

/// <summary>What became of one tenant's records in one reading.</summary>
internal sealed class TenantReading
{
    public TenantReading(long boundMs) => Clock = new Clock(boundMs);

    public Clock Clock { get; }

    public long Read { get; set; }

    public long Copies { get; set; }

    public long Stale { get; set; }

    public long LateMinutes { get; set; }

    public long LateHours { get; set; }
}
