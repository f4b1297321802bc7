namespace HotPath.Sql.CodeGeneration;

/// <summary>Offsets of one aggregate in a state entry's value. Unit: bytes.</summary>
/// <param name="Main">Counts, sums, values.</param>
/// <param name="Hashes">Hash of the DISTINCT set.</param>
/// <param name="Text">Text slot, or -1.</param>
/// <param name="Distinct">Slot of the DISTINCT set, or -1.</param>
internal readonly record struct AccumulatorSlots(int Main, int Hashes, int Text, int Distinct);
