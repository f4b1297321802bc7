using System.Runtime.CompilerServices;
using System.Threading;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Rings;

/// <summary>
/// What claiming and publishing as two calls costs: <see cref="HandSpsc"/> once more, but where it stands is kept in
/// memory from call to call, as by any ring that others use, and not in registers of the one loop.
/// </summary>
internal sealed class HandClaimSpsc : IHop
{
    private const int SlotBytes = 64;
    private const int Stride = 32; // longs: two pairs of cache lines
    private const int Tail = Stride;
    private const int Head = 2 * Stride;
    private const int Claimed = 3 * Stride;
    private const int Room = Claimed + 1;

    private readonly int _batch;
    private readonly NativeHeap _heap;
    private readonly long _slots;
    private readonly nint _memory;
    private readonly long[] _indexes = new long[5 * Stride];

    public HandClaimSpsc(int batch, NativeHeap heap, int ringBytes)
    {
        _batch = batch;
        _heap = heap;
        _slots = ringBytes / SlotBytes;
        _memory = heap.Allocate(ringBytes);
        _indexes[Room] = _slots;
        Raw.Clear(_memory, ringBytes);
    }

    public void Produce(long messages)
    {
        if (_batch == 1)
        {
            for (long i = 0; i < messages; i++)
            {
                Send(i);
            }

            return;
        }

        for (long i = 0; i < messages;)
        {
            int batch = (int)System.Math.Min(_batch, messages - i);
            long first;
            while (!TryClaim(batch, out first))
            {
            }

            for (int n = 0; n < batch; n++)
            {
                Message.Write(AddressOf(first + n), i++);
            }

            Publish();
        }
    }

    public long Consume(long messages)
    {
        long next = _indexes[Head];
        long end = next + messages;
        long sum = 0;
        while (next < end)
        {
            Raw.Prefetch(AddressOf(next));
            long available = Volatile.Read(ref _indexes[Tail]);
            if (available == next)
            {
                continue;
            }

            for (; next < available; next++)
            {
                sum += Message.Read(AddressOf(next));
            }

            Volatile.Write(ref _indexes[Head], next);
        }

        return sum;
    }

    /// <summary>Sends one message.</summary>
    /// <param name="value">What it holds.</param>
    public void Send(long value)
    {
        long slot;
        while (!TryClaim(1, out slot))
        {
        }

        Message.Write(AddressOf(slot), value);
        Publish();
    }

    /// <summary>Waits for a message.</summary>
    /// <returns>Sum of its first and last word.</returns>
    public long Receive()
    {
        long next = _indexes[Head];
        nint address = AddressOf(next);
        do
        {
            Raw.Prefetch(address);
        }
        while (Volatile.Read(ref _indexes[Tail]) == next);

        long sum = Message.Read(address);
        Volatile.Write(ref _indexes[Head], next + 1);
        return sum;
    }

    public void Dispose() => _heap.Free(_memory, _slots * SlotBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryClaim(int count, out long first)
    {
        first = _indexes[Claimed];
        if (first + count > _indexes[Room])
        {
            _indexes[Room] = Volatile.Read(ref _indexes[Head]) + _slots;
            if (first + count > _indexes[Room])
            {
                return false;
            }
        }

        _indexes[Claimed] = first + count;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Publish() => Volatile.Write(ref _indexes[Tail], _indexes[Claimed]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint AddressOf(long slot) => _memory + (nint)((slot & (_slots - 1)) * SlotBytes);
}
