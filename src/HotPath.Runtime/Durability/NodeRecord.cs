using System;
using System.Buffers.Binary;
using HotPath.Dataflow.Checkpoints;

namespace HotPath.Runtime.Durability;

/// <summary>
/// The node's own records in a checkpoint: operator <see cref="StateKey.NodeOperator"/>, one kind each, then up to two
/// numbers. Values are little-endian.
/// </summary>
/// <remarks>
/// <code>
/// kind  tenant  numbers        value
/// 'p'   0       -              plan text, UTF-8
/// 'i'   0       -              i64 events, i64 ingest time ms, i64 end of the last mark, i32 table, i32 source of the
///                              last record, i32 prologue frames
/// 'f'   0       table, source  name of the source, UTF-8
/// 'r'   0       table, source  i64 records taken from the source
/// 'e'   0       table          empty: the table's input has ended
/// 'n'   tenant  -              name of the tenant, UTF-8
/// 'l'   tenant  table          six i64: read, sequenced, rejected, shed, deduplicated, stale
/// 'c'   client  -              name of the client, UTF-8
/// 'q'   client  table          i64 number of the client's newest record
/// 'k'   0       sink           i64 rows, i64 bytes, u64 chain
/// </code>
/// </remarks>
public static class NodeRecord
{
    /// <summary>Longest key. Unit: bytes.</summary>
    public const int KeyBytesMax = StateKey.PrefixBytes + (2 * sizeof(int));

    /// <summary>Text of the plan.</summary>
    public const byte Plan = (byte)'p';

    /// <summary>Counters of ingress as a whole.</summary>
    public const byte Ingress = (byte)'i';

    /// <summary>Name of a source.</summary>
    public const byte SourceName = (byte)'f';

    /// <summary>How far a source has been read.</summary>
    public const byte Cursor = (byte)'r';

    /// <summary>A table whose input has ended.</summary>
    public const byte EndOfTable = (byte)'e';

    /// <summary>Name of a tenant.</summary>
    public const byte Tenant = (byte)'n';

    /// <summary>Name of a client; its id stands in the place of the tenant's.</summary>
    public const byte Client = (byte)'c';

    /// <summary>How far a client stands with a table; its id stands in the place of the tenant's.</summary>
    public const byte ClientCursor = (byte)'q';

    /// <summary>Ledger of ingress for a table and tenant.</summary>
    public const byte Ledger = (byte)'l';

    /// <summary>What a sink has published.</summary>
    public const byte Sink = (byte)'k';

    /// <summary>Writes a key.</summary>
    /// <param name="target">At least <see cref="KeyBytesMax"/>.</param>
    /// <param name="kind">Kind.</param>
    /// <param name="tenant">Tenant, or 0.</param>
    /// <param name="first">First number, or -1 for none.</param>
    /// <param name="second">Second number, or -1 for none.</param>
    /// <returns>The key.</returns>
    public static ReadOnlySpan<byte> Key(
        Span<byte> target, byte kind, int tenant = 0, int first = -1, int second = -1)
    {
        StateKey.WritePrefix(target, StateKey.NodeOperator, tenant, kind);
        int length = StateKey.PrefixBytes;
        foreach (int number in (ReadOnlySpan<int>)[first, second])
        {
            if (number >= 0)
            {
                BinaryPrimitives.WriteInt32BigEndian(target[length..], number);
                length += sizeof(int);
            }
        }

        return target[..length];
    }

    /// <summary>A number of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="index">0 or 1.</param>
    /// <returns>The number.</returns>
    public static int Number(ReadOnlySpan<byte> key, int index) =>
        BinaryPrimitives.ReadInt32BigEndian(key[(StateKey.PrefixBytes + (index * sizeof(int)))..]);
}
