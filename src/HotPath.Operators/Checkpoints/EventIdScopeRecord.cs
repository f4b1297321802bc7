using System;
using System.Buffers.Binary;
using HotPath.Operators.EventIds;

namespace HotPath.Operators.Checkpoints;

/// <summary>Ledger and clock of the event ids of a table for a tenant as a record.</summary>
/// <remarks>
/// <code>
/// byte 0           8          16         24             32      40              48
///      +-----------+----------+----------+--------------+-------+---------------+---------+
///      | watermark | received | admitted | deduplicated | stale | ids that live | refused |   8 bytes a number
///      +-----------+----------+----------+--------------+-------+---------------+---------+
/// </code>
/// </remarks>
internal static class EventIdScopeRecord
{
    public const int LengthBytes = 7 * sizeof(long);

    public static void Write(Span<byte> target, EventIdScope scope)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, scope.WatermarkMs);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], scope.Counters.Received);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], scope.Counters.Admitted);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], scope.Counters.Deduplicated);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], scope.Counters.Stale);
        BinaryPrimitives.WriteInt64LittleEndian(target[40..], scope.Live);
        BinaryPrimitives.WriteInt64LittleEndian(target[48..], scope.Counters.Refused);
    }

    /// <summary>Takes a whole record into a scope without a clock.</summary>
    public static void Read(ReadOnlySpan<byte> source, EventIdScope scope)
    {
        scope.AdvanceTo(BinaryPrimitives.ReadInt64LittleEndian(source));
        scope.Counters.Received = BinaryPrimitives.ReadInt64LittleEndian(source[8..]);
        scope.Counters.Admitted = BinaryPrimitives.ReadInt64LittleEndian(source[16..]);
        scope.Counters.Deduplicated = BinaryPrimitives.ReadInt64LittleEndian(source[24..]);
        scope.Counters.Stale = BinaryPrimitives.ReadInt64LittleEndian(source[32..]);
        scope.RestoredLive = BinaryPrimitives.ReadInt64LittleEndian(source[40..]);
        scope.Counters.Refused = BinaryPrimitives.ReadInt64LittleEndian(source[48..]);
    }
}
