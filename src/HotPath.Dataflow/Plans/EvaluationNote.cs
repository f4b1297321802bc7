using HotPath.Foundation.Memory;

namespace HotPath.Dataflow.Plans;

/// <summary>
/// What a shard is evaluating right now, noted where it outlives the process: should the process die of it, the next
/// one reads which row, or which result, of which statement that was.
/// </summary>
/// <remarks>
/// <code>
/// byte 0          8          16                      24       28       32       128
///      +----------+----------+-----------------------+--------+--------+--------+
///      | position | operator | 1 row, 2 result, or 0 | tenant |        | number |   a cache line of its own
///      +----------+----------+-----------------------+--------+--------+--------+
/// </code>
/// Threading: one writer, the shard. A few stores a row or result; a dying process loses none of them, a power cut may.
/// </remarks>
public readonly struct EvaluationNote
{
    /// <summary>Room for a note. Unit: bytes.</summary>
    public const int LengthBytes = CacheLine.PaddingBytes;

    /// <summary>Stands for the watermark expression of a row, which belongs to no statement.</summary>
    public const ulong WholeRow = 0;

    private const int OperatorOffset = 8;
    private const int InsideOffset = 16;
    private const int TenantOffset = 24;
    private const int NumberOffset = 32;
    private const int InRow = 1;
    private const int InResult = 2;

    private readonly nint _address;

    /// <summary>A note at an address.</summary>
    /// <param name="address"><see cref="LengthBytes"/> zeroed bytes, a multiple of 8.</param>
    public EvaluationNote(nint address) => _address = address;

    /// <summary>Whether the shard was evaluating.</summary>
    public bool IsInside => Raw.ReadAcquire(_address + InsideOffset) is InRow or InResult;

    /// <summary>Whether that was a result of a window.</summary>
    public bool IsResult => Raw.ReadAcquire(_address + InsideOffset) == InResult;

    /// <summary>Tenant of the result's window; 0 for global.</summary>
    public int Tenant => Raw.Read<int>(_address + TenantOffset);

    /// <summary>Number of the result among those that its frame fires for the tenant, from 0.</summary>
    public long Number => Raw.Read<long>(_address + NumberOffset);

    /// <summary>Position of the frame of the row, or of the one that fires the window. Unit: bytes.</summary>
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
        Raw.WriteRelease(_address + InsideOffset, InRow);
    }

    /// <summary>Evaluation of a window's result begins.</summary>
    /// <param name="position">Position of the frame that fires the window. Unit: bytes.</param>
    /// <param name="operatorId">Operator id of the statement.</param>
    /// <param name="tenant">Tenant of the window; 0 for global.</param>
    /// <param name="number">Number of the result among those that the frame fires for the tenant, from 0.</param>
    public void EnterResult(long position, ulong operatorId, int tenant, long number)
    {
        Raw.Write(_address, position);
        Raw.Write(_address + OperatorOffset, operatorId);
        Raw.Write(_address + TenantOffset, tenant);
        Raw.Write(_address + NumberOffset, number);
        Raw.WriteRelease(_address + InsideOffset, InResult);
    }

    /// <summary>Evaluation has ended, whatever came of it.</summary>
    public void Leave() => Raw.WriteRelease(_address + InsideOffset, 0);
}
