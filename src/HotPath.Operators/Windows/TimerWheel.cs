using System;
using System.Numerics;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// Timers of a time to come, in no order until their time comes near: a hierarchical timing wheel. Setting one and
/// moving it on costs the same however many there are.
/// </summary>
/// <remarks>
/// Times are numbers of eleven digits of six bits. A timer lies at the highest digit in which it differs from the
/// wheel's own time, in the slot of its digit there; so the earliest of all lie in the first filled slot of the lowest
/// level that has one. A slot is a chain of chunks:
/// <code>next chunk (8) | timers (up to 21 of 24)</code>
/// of which all but the first are full; how many the first has lies beside its address. Memory is asked for when there
/// are more chunks than ever before, and once a level. Threading: single-threaded; owned by one clock.
/// Source: Varghese and Lauck, "Hashed and hierarchical timing wheels".
/// </remarks>
/// <param name="memory">Where chunks come from, and come back to.</param>
internal sealed class TimerWheel(SizeClassArena memory)
{
    private const int DigitBits = 6;
    private const int Slots = 1 << DigitBits;
    private const int Levels = 11;
    private const int SlotBytes = 2 * sizeof(long);
    private const int ChunkHeaderBytes = sizeof(long);
    private const int ChunkTimers = 21;
    private const int ChunkBytes = ChunkHeaderBytes + (ChunkTimers * SessionTimer.LengthBytes);

    private readonly nint[] _levels = new nint[Levels];
    private readonly ulong[] _filled = new ulong[Levels];
    private ulong _now;

    /// <summary>Timers set. Unit: timers.</summary>
    public int Count { get; private set; }

    /// <summary>No timer may be set at this time or before, while there are any. Unit: ms.</summary>
    public long NowMs => TimeOf(_now);

    /// <summary>No timer is due before this time; <see cref="long.MaxValue"/> for no timer. Unit: ms.</summary>
    public long FromMs { get; private set; } = long.MaxValue;

    /// <summary>Sets the time of a wheel without timers.</summary>
    /// <param name="nowMs">Before the first timer that will be set. Unit: ms.</param>
    public void Start(long nowMs) => _now = KeyOf(nowMs);

    /// <summary>Sets a timer.</summary>
    /// <param name="timer">Behind <see cref="NowMs"/>.</param>
    public void Add(in SessionTimer timer)
    {
        Count++;
        Place(timer);
    }

    /// <summary>Moves the earliest timers of all into a heap, and asks for the memory of their sessions.</summary>
    /// <param name="due">Takes at least one.</param>
    public void Pull(TimerHeap due)
    {
        int level = LowestLevel();
        nint slot = SlotAt(level, BitOperations.TrailingZeroCount(_filled[level]));
        nint first = Raw.Read<nint>(slot);
        int firstCount = Raw.Read<int>(slot + sizeof(long));
        long earliestMs = level == 0 ? TimersOf(first)[0].FireAtMs : EarliestMs(first, firstCount);
        _now = KeyOf(earliestMs);
        Raw.Write(slot, (nint)0);
        _filled[level] &= _filled[level] - 1;
        int count = firstCount;
        for (nint chunk = first; chunk != 0; count = ChunkTimers)
        {
            nint next = Raw.Read<nint>(chunk);
            Spread(TimersOf(chunk)[..count], earliestMs, due);
            memory.Give(chunk, ChunkBytes);
            chunk = next;
        }

        FromMs = Count == 0 ? long.MaxValue : FirstSlotMs();
    }

    /// <summary>The highest reading of all timers.</summary>
    /// <param name="clock">Their clock.</param>
    /// <param name="reading">What a timer says.</param>
    /// <returns>Unit: ms; <see cref="long.MinValue"/> for no timer.</returns>
    public long HighestMs(WindowClock clock, TimerReading reading)
    {
        long highestMs = long.MinValue;
        for (int level = 0; level < Levels; level++)
        {
            for (ulong filled = _filled[level]; filled != 0; filled &= filled - 1)
            {
                nint slot = SlotAt(level, BitOperations.TrailingZeroCount(filled));
                int count = Raw.Read<int>(slot + sizeof(long));
                for (nint chunk = Raw.Read<nint>(slot); chunk != 0; chunk = Raw.Read<nint>(chunk), count = ChunkTimers)
                {
                    foreach (ref readonly SessionTimer timer in TimersOf(chunk)[..count])
                    {
                        highestMs = Math.Max(highestMs, reading(clock, timer));
                    }
                }
            }
        }

        return highestMs;
    }

    // Unsigned and in the order of time.
    private static ulong KeyOf(long timeMs) => (ulong)timeMs ^ (1UL << 63);

    private static long TimeOf(ulong key) => (long)(key ^ (1UL << 63));

    private static Span<SessionTimer> TimersOf(nint chunk) =>
        Raw.Items<SessionTimer>(chunk + ChunkHeaderBytes, ChunkTimers);

    private static long EarliestMs(nint chunk, int count)
    {
        long earliestMs = long.MaxValue;
        for (; chunk != 0; chunk = Raw.Read<nint>(chunk), count = ChunkTimers)
        {
            foreach (ref readonly SessionTimer timer in TimersOf(chunk)[..count])
            {
                earliestMs = Math.Min(earliestMs, timer.FireAtMs);
            }
        }

        return earliestMs;
    }

    private void Spread(ReadOnlySpan<SessionTimer> timers, long earliestMs, TimerHeap due)
    {
        foreach (ref readonly SessionTimer timer in timers)
        {
            if (timer.FireAtMs != earliestMs)
            {
                Place(timer);
                continue;
            }

            Count--;
            due.Add(timer);
            EntrySlabs.Prefetch(timer.Session);
        }
    }

    private void Place(in SessionTimer timer)
    {
        ulong key = KeyOf(timer.FireAtMs);
        int level = BitOperations.Log2(key ^ _now) / DigitBits;
        int digit = (int)(key >> (level * DigitBits)) & (Slots - 1);
        nint slot = SlotAt(level, digit);
        _filled[level] |= 1UL << digit;
        FromMs = Math.Min(FromMs, TimeOf(StartOf(key, level)));
        Append(slot, timer);
    }

    private void Append(nint slot, in SessionTimer timer)
    {
        nint chunk = Raw.Read<nint>(slot);
        ref int count = ref Raw.Ref<int>(slot + sizeof(long));
        if (chunk == 0 || count == ChunkTimers)
        {
            nint next = chunk;
            chunk = memory.Take(ChunkBytes);
            Raw.Write(chunk, next);
            Raw.Write(slot, chunk);
            count = 0;
        }

        TimersOf(chunk)[count++] = timer;
    }

    private nint SlotAt(int level, int digit)
    {
        if (_levels[level] == 0)
        {
            _levels[level] = memory.Take(Slots * SlotBytes);
            Raw.Clear(_levels[level], Slots * SlotBytes);
        }

        return _levels[level] + (digit * SlotBytes);
    }

    private int LowestLevel()
    {
        int level = 0;
        while (_filled[level] == 0)
        {
            level++;
        }

        return level;
    }

    private long FirstSlotMs()
    {
        int level = LowestLevel();
        nint slot = SlotAt(level, BitOperations.TrailingZeroCount(_filled[level]));
        return TimeOf(StartOf(KeyOf(TimersOf(Raw.Read<nint>(slot))[0].FireAtMs), level));
    }

    // Where the slot of a key begins.
    private static ulong StartOf(ulong key, int level) => key & (ulong.MaxValue << (level * DigitBits));
}
