using System.Threading;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Rings;

/// <summary>The ceiling: a ring of fixed slots written by hand for this one case. Each side keeps what it last saw of the
/// other's index.</summary>
internal sealed class HandSpsc : IHop
{
    private const int Slots = 1 << 14;
    private const int SlotBytes = 64;
    private const int Stride = 32; // longs: two pairs of cache lines

    private readonly int _batch;
    private readonly NativeHeap _heap;
    private readonly nint _memory;
    private readonly long[] _indexes = new long[4 * Stride]; // [1]: tail, [2]: head

    public HandSpsc(int batch, NativeHeap heap)
    {
        _batch = batch;
        _heap = heap;
        _memory = heap.Allocate(Slots * SlotBytes);
        Raw.Clear(_memory, Slots * SlotBytes);
    }

    public void Produce(long messages)
    {
        if (_batch == 1)
        {
            ProduceSingly(messages);
            return;
        }

        ref long tail = ref _indexes[Stride];
        ref long head = ref _indexes[2 * Stride];
        long next = tail;
        long end = next + messages;
        long room = Volatile.Read(ref head) + Slots;
        while (next < end)
        {
            long batchEnd = next + _batch < end ? next + _batch : end;
            while (batchEnd > room)
            {
                room = Volatile.Read(ref head) + Slots;
            }

            for (; next < batchEnd; next++)
            {
                Message.Write(_memory + (nint)((next & (Slots - 1)) * SlotBytes), next);
            }

            Volatile.Write(ref tail, next);
        }
    }

    public long Consume(long messages)
    {
        ref long tail = ref _indexes[Stride];
        ref long head = ref _indexes[2 * Stride];
        long next = head;
        long end = next + messages;
        long sum = 0;
        while (next < end)
        {
            Raw.Prefetch(_memory + (nint)((next & (Slots - 1)) * SlotBytes));
            long available = Volatile.Read(ref tail);
            if (available == next)
            {
                continue;
            }

            for (; next < available; next++)
            {
                sum += Message.Read(_memory + (nint)((next & (Slots - 1)) * SlotBytes));
            }

            Volatile.Write(ref head, next);
        }

        return sum;
    }

    public void Dispose() => _heap.Free(_memory, Slots * SlotBytes);

    private void ProduceSingly(long messages)
    {
        ref long tail = ref _indexes[Stride];
        ref long head = ref _indexes[2 * Stride];
        long next = tail;
        long end = next + messages;
        long room = Volatile.Read(ref head) + Slots;
        while (next < end)
        {
            while (next >= room)
            {
                room = Volatile.Read(ref head) + Slots;
            }

            Message.Write(_memory + (nint)((next & (Slots - 1)) * SlotBytes), next);
            next++;
            Volatile.Write(ref tail, next);
        }
    }
}
