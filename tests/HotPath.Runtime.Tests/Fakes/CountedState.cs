using System;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>State of a shard that holds as much as it is told to, and counts its checkpoints.</summary>
internal sealed class CountedState : IShardState
{
    public int Begun { get; private set; }

    public int Ended { get; private set; }

    public int Committed { get; private set; }

    public long DirtyEntries => 0;

    public long DirtyBytes { get; set; }

    public long PendingImageBytes { get; set; }

    public void Begin() => Begun++;

    public bool WriteSlice(StateBatch batch, int entriesMax) => false;

    public void End(bool committed)
    {
        Ended++;
        Committed += committed ? 1 : 0;
    }

    public bool Evict(int entriesMax) => false;

    public void HashAhead(int leftMax, int entriesMax)
    {
    }

    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
    }

    public void CompleteRestore()
    {
    }
}
