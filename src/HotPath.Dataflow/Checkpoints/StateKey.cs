using System;
using System.Buffers.Binary;

namespace HotPath.Dataflow.Checkpoints;

/// <summary>
/// Layout of a key in the checkpoint store: operator, tenant, kind, then what tells the entries of that kind apart, so
/// that a scan in key order meets one tenant of one operator in one piece. No shard is in it: the thread plan may
/// change at a restart.
/// </summary>
/// <remarks>
/// <code>
/// byte 0              8           12     13
///      +--------------+-----------+------+-- rest --+   all integers big-endian, so that bytes sort as numbers do
///      | operator id  | tenant id | kind |          |   operator 0: the node itself
///      +--------------+-----------+------+----------+
/// </code>
/// </remarks>
public static class StateKey
{
    /// <summary>Operator id of the node's own records: cursors, tenants, ledger, plan.</summary>
    public const ulong NodeOperator = 0;

    /// <summary>Length of the fixed part. Unit: bytes.</summary>
    public const int PrefixBytes = 13;

    private const int TenantOffset = 8;
    private const int KindOffset = 12;

    /// <summary>Writes the fixed part.</summary>
    /// <param name="target">At least <see cref="PrefixBytes"/>.</param>
    /// <param name="operatorId">Operator; <see cref="NodeOperator"/> for the node's own.</param>
    /// <param name="tenant">Tenant id; 0 for none.</param>
    /// <param name="kind">Kind of the record; each operator documents its own.</param>
    public static void WritePrefix(Span<byte> target, ulong operatorId, int tenant, byte kind)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, operatorId);
        BinaryPrimitives.WriteInt32BigEndian(target[TenantOffset..], tenant);
        target[KindOffset] = kind;
    }

    /// <summary>Operator of a key.</summary>
    /// <param name="key">A whole key.</param>
    /// <returns>Its id.</returns>
    public static ulong OperatorOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt64BigEndian(key);

    /// <summary>Tenant of a key.</summary>
    /// <param name="key">A whole key.</param>
    /// <returns>Its id.</returns>
    public static int TenantOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadInt32BigEndian(key[TenantOffset..]);

    /// <summary>Kind of a key.</summary>
    /// <param name="key">A whole key.</param>
    /// <returns>Its kind.</returns>
    public static byte KindOf(ReadOnlySpan<byte> key) => key[KindOffset];
}
