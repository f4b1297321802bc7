namespace HotPath.Operators.Checkpoints;

/// <summary>State that counts against the limit of memory.</summary>
internal interface IResidentState
{
    /// <summary>What it takes in memory. Unit: bytes.</summary>
    long ResidentBytes { get; }
}
