using System.Collections.Generic;

namespace HotPath.Sbe.Fuzz.Mutating;

/// <summary>Places of a message that grow and shrink together, with the number that says how long each is.</summary>
/// <param name="Length">Length of one of them, or their number.</param>
/// <param name="Ends">Where they end, in rising order. Unit: bytes.</param>
/// <param name="SizeBytes">How long each is. Unit: bytes.</param>
internal sealed record Stretch(NumberSite Length, List<int> Ends, int SizeBytes);
