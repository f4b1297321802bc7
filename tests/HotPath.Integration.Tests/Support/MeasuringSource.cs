using System;
using System.Text;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Integration.Tests.Support;

/// <summary>
/// A source of seeded rows that looks at both allocators when the warm-up is over and when the measured part is.
/// </summary>
/// <param name="heap">The job's native heap.</param>
/// <param name="warmUpEvents">Unit: events.</param>
/// <param name="measuredEvents">Unit: events.</param>
public sealed class MeasuringSource(NativeHeap heap, long warmUpEvents, long measuredEvents) : ITableSource
{
    private const long StartMs = 1_709_251_200_000;
    private const int Tenants = 5;

    private readonly SplitMix64 _random = new(Seeds.Base);
    private readonly byte[][] _tenants = [.. BytesOf("north", "south", "east", "west", "middle")];
    private readonly byte[][] _kinds = [.. BytesOf("view", "cart", "purchase")];
    private long _given;

    /// <inheritdoc/>
    public string Name => "measuring";

    /// <inheritdoc/>
    public int FileIndex => 0;

    /// <inheritdoc/>
    public bool IsBounded => true;

    /// <summary>Managed bytes that the whole process allocated while the measured events passed. Unit: bytes.</summary>
    public long ManagedBytes { get; private set; } = -1;

    /// <summary>Managed bytes that ingress's thread allocated meanwhile. Unit: bytes.</summary>
    public long ThreadBytes { get; private set; } = -1;

    /// <summary>Collections of the youngest generation meanwhile. Unit: collections.</summary>
    public int Collections { get; private set; } = -1;

    /// <summary>Calls of the native allocator meanwhile. Unit: calls.</summary>
    public long AllocatorCalls { get; private set; } = -1;

    /// <inheritdoc/>
    public bool IsReplayable => false;

    /// <inheritdoc/>
    public void SkipTo(long records) => throw new NotSupportedException($"{Name}: rows come from a sequence that only runs on");

    /// <inheritdoc/>
    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_given == warmUpEvents)
        {
            // What others of the process left in the youngest generation must not fill it during the measurement.
            GC.Collect();
            AllocatorCalls = heap.AllocatorCalls;
            ManagedBytes = GC.GetTotalAllocatedBytes(precise: true);
            Collections = GC.CollectionCount(0);
            ThreadBytes = GC.GetAllocatedBytesForCurrentThread();
        }
        else if (_given == warmUpEvents + measuredEvents)
        {
            ThreadBytes = GC.GetAllocatedBytesForCurrentThread() - ThreadBytes;
            Collections = GC.CollectionCount(0) - Collections;
            ManagedBytes = GC.GetTotalAllocatedBytes(precise: true) - ManagedBytes;
            AllocatorCalls = heap.AllocatorCalls - AllocatorCalls;
            return ReadStatus.End;
        }

        RowBuilder row = record.Row;
        row.Begin();
        row.Set(0, StartMs + (_given / 100));
        row.SetUtf8(1, _tenants[_random.Below(Tenants)]);
        row.Set(2, (long)_random.Below(10_000));
        row.SetUtf8(3, _kinds[_random.Below(3)]);
        row.Set(4, _random.Below(10));
        row.Set(5, (Int128)_random.Below(100_000));
        row.SetUtf8(6, "a product of some name"u8);
        record.RecordNumber = ++_given;
        return ReadStatus.Row;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static byte[][] BytesOf(params string[] texts) => Array.ConvertAll(texts, Encoding.UTF8.GetBytes);
}
