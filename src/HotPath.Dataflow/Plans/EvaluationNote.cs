using HotPath.Foundation.Memory;

namespace HotPath.Dataflow.Plans;

/// <summary>
/// What a shard is evaluating right now, noted where it outlives the process: should the process die of it, the next
/// one reads which row of which statement that was.
/// </summary>
/// <remarks>
/// <code>
/// byte 0          8          16                      128
///      +----------+----------+------------------------+
///      | position | operator | 1 inside, 0 outside    |   a cache line of its own
///      +----------+----------+------------------------+
/// </code>
/// Threading: one writer, the shard. A few stores a row; a dying process loses none of them, a power cut may.
/// </remarks>
public readonly struct EvaluationNote
{
    /// <summary>Room for a note. Unit: bytes.</summary>
    public const int LengthBytes = CacheLine.PaddingBytes;

    /// <summary>Stands for the watermark expression of a row, which belongs to no statement.</summary>
    public const ulong WholeRow = 0;

    private const int OperatorOffset = 8;
    private const int InsideOffset = 16;

    private readonly nint _address;

    /// <summary>A note at an address.</summary>
    /// <param name="address"><see cref="LengthBytes"/> zeroed bytes, a multiple of 8.</param>
    public EvaluationNote(nint address) => _address = address;

    /// <summary>Whether the shard was evaluating.</summary>
    public bool IsInside => Raw.ReadAcquire(_address + InsideOffset) == 1;

    /// <summary>Position of the row's frame. Unit: bytes.</summary>
    public long Position => Raw.Read<long>(_address);

    /// <summary>Operator id of the statement, or <see cref="WholeRow"/>.</summary>
    public ulong OperatorId => Raw.Read<ulong>(_address + OperatorOffset);

    /// <summary>Evaluation begins.</summary>
    /// <param name="position">Position of the row's frame. Unit: bytes.</param>
    /// <param name="operatorId">Operator id of the statement, or <see cref="WholeRow"/>.</param>
    public void Enter(long position, ulong operatorId)
    {
        Raw.Write(_address, position);
        Raw.Write(_address + OperatorOffset, operatorId);
        Raw.WriteRelease(_address + InsideOffset, 1);
    }

    /// <summary>Evaluation has ended, whatever came of it.</summary>
    public void Leave() => Raw.WriteRelease(_address + InsideOffset, 0);
}
