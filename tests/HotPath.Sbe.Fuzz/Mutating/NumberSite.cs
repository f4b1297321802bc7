namespace HotPath.Sbe.Fuzz.Mutating;

/// <summary>A number that steers a decoder: a length, a count, an id, a version.</summary>
/// <param name="OffsetBytes">Place in the message. Unit: bytes.</param>
/// <param name="SizeBytes">1, 2, 4 or 8. Unit: bytes.</param>
internal readonly record struct NumberSite(int OffsetBytes, int SizeBytes);
