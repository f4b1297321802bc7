namespace HotPath.Dataflow.Outputs;

/// <summary>One finished row in the output arena.</summary>
/// <param name="Identity">Where the row comes from and what it does.</param>
/// <param name="RowAddress">Start of the row.</param>
/// <param name="LengthBytes">Length of the record. Unit: bytes.</param>
public readonly record struct OutputRecord(OutputIdentity Identity, nint RowAddress, int LengthBytes);
