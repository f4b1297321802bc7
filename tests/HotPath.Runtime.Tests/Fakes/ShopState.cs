using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>The sums of <see cref="ShopShard"/> in checkpoints: always all of them, copied at the beginning.</summary>
internal sealed class ShopState(ShardOptions options, Dictionary<int, long> sums) : IShardState
{
    private const ulong Operator = 1;
    private const byte Sum = (byte)'s';

    private readonly Queue<(int Tenant, long Sum)> _frozen = new();

    public long DirtyEntries => sums.Count;

    public long DirtyBytes => sums.Count * sizeof(long);

    public long PendingImageBytes => _frozen.Count * sizeof(long);

    public void Begin()
    {
        foreach ((int tenant, long sum) in sums.OrderBy(static pair => pair.Key))
        {
            _frozen.Enqueue((tenant, sum));
        }
    }

    public bool WriteSlice(StateBatch batch, int entriesMax)
    {
        Span<byte> key = stackalloc byte[StateKey.PrefixBytes];
        for (int i = 0; i < entriesMax && _frozen.TryDequeue(out (int Tenant, long Sum) entry); i++)
        {
            StateKey.WritePrefix(key, Operator, entry.Tenant, Sum);
            BinaryPrimitives.WriteInt64LittleEndian(batch.Put(key, sizeof(long)), entry.Sum);
        }

        return _frozen.Count > 0;
    }

    public void End(bool committed) => _frozen.Clear();

    public bool Evict(int entriesMax) => false;

    /// <summary>What may be left to the next mark, as said last. Unit: entries.</summary>
    public int LeftMax { get; private set; }

    public void HashAhead(int leftMax, int entriesMax) => LeftMax = leftMax;

    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int tenant = StateKey.TenantOf(key);
        if (StateKey.OperatorOf(key) == Operator && tenant % options.Count == options.Index)
        {
            sums[tenant] = BinaryPrimitives.ReadInt64LittleEndian(value);
        }
    }

    public void CompleteRestore()
    {
    }
}
