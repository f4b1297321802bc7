namespace HotPath.Dataflow.Ports;

/// <summary>A well-formed row of a run, where it lies.</summary>
/// <param name="Address">Start of the row.</param>
/// <param name="LengthBytes">Its length. Unit: bytes.</param>
/// <param name="RecordNumber">See <see cref="SourceRecord.RecordNumber"/>.</param>
/// <param name="IngestTimeMs">See <see cref="SourceRecord.IngestTimeMs"/>. Unit: ms since the Unix epoch.</param>
public readonly record struct RowInRun(nint Address, int LengthBytes, long RecordNumber, long IngestTimeMs);
