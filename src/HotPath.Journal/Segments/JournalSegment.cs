namespace HotPath.Journal.Segments;

/// <summary>One segment of a journal.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Path">Path of its file.</param>
/// <param name="FirstPosition">Position of its first frame. Unit: bytes.</param>
/// <param name="EndPosition">Position after its last frame; of the open segment: as far as is known. Unit: bytes.
/// </param>
/// <param name="LengthBytes">Length of its file. Unit: bytes.</param>
public readonly record struct JournalSegment(
    long Number, string Path, long FirstPosition, long EndPosition, long LengthBytes);
