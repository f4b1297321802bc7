namespace HotPath.Sbe.CSharp.Writing;

/// <summary>Place in a span: a variable, if any, and an offset.</summary>
/// <param name="Variable">Expression that the offset counts from; empty for the begin of the span.</param>
/// <param name="OffsetBytes">Unit: bytes.</param>
internal readonly record struct Place(string Variable, int OffsetBytes)
{
    public static Place operator +(Place place, int bytes) => place with { OffsetBytes = place.OffsetBytes + bytes };

    public override string ToString() =>
        Variable.Length == 0 ? $"{OffsetBytes}" : OffsetBytes == 0 ? Variable : $"{Variable} + {OffsetBytes}";
}
