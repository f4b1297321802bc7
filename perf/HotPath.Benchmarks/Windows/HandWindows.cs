using System;
using System.Collections.Generic;
using HotPath.Benchmarks.MainJob;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;

namespace HotPath.Benchmarks.Windows;

/// <summary>
/// What a person would write for these windows over this log: the whole file in memory, fields at constant offsets, keys
/// that are known to be small numbers as indexes of arrays, time that never goes back. HOP adds the second that comes and
/// takes off the one that goes; SESSION keeps when each key came last. Each row that fires is read and counted.
/// </summary>
internal sealed class HandWindows : IDisposable
{
    private const long PaneMs = 1000;
    private const int Panes = WindowScript.SizeSeconds;

    private readonly RowSchema _schema;
    private readonly LogInMemory _log;
    private readonly long[] _counts;
    private readonly long[] _sums;
    private readonly long[] _lastMs;
    private readonly int[] _places; // of a key in the open pane, from 1
    private readonly Queue<List<(int Key, long Count, long Sum)>> _closed = new();
    private readonly Stack<List<(int Key, long Count, long Sum)>> _spare = new();
    private List<(int Key, long Count, long Sum)> _open = [];
    private long _gapMs;

    public HandWindows(string path, RowSchema schema, int keys)
    {
        _schema = schema;
        _counts = new long[keys];
        _sums = new long[keys];
        _lastMs = new long[keys];
        _places = new int[keys];
        _log = new LogInMemory(path);
    }

    /// <summary>Rows that fired in the last run. Unit: rows.</summary>
    public long Results { get; private set; }

    /// <summary>A number that depends on every row that fired.</summary>
    public long Checksum { get; private set; }

    public void Run(WindowForm form)
    {
        int time = _schema.SlotOffset(0);
        int key = _schema.SlotOffset(1);
        int revenue = _schema.SlotOffset(4);
        long pane = long.MinValue;
        long beforeMs = long.MinValue;
        Results = Checksum = 0;
        _gapMs = WindowScript.GapMsOf(form);
        nint end = _log.End;
        for (nint at = _log.Begin; at < end;)
        {
            var frame = new FrameFlyweight(at);
            at += frame.AlignedBytes;
            if (frame.Type != FrameType.Event)
            {
                continue;
            }

            nint row = frame.Payload;
            long timeMs = Raw.Read<long>(row + time);
            long rowPane = _gapMs > 0 ? 0 : timeMs / PaneMs;
            if (rowPane != pane)
            {
                if (pane != long.MinValue)
                {
                    EndPane(form, pane);
                }

                pane = rowPane;
            }

            int user = (int)Raw.Read<long>(row + key);
            if (_gapMs > 0)
            {
                GoOn(user, timeMs, isFirstOfMs: timeMs != beforeMs);
                beforeMs = timeMs;
            }

            Add(form, user, Raw.Read<long>(row + revenue));
        }

        EndPane(form, pane);
        Finish(form, pane);
        Array.Clear(_counts);
        Array.Clear(_sums);
    }

    public void Dispose() => _log.Dispose();

    private void Add(WindowForm form, int user, long revenue)
    {
        if (form != WindowForm.Hop)
        {
            _counts[user]++;
            _sums[user] += revenue;
            return;
        }

        int place = _places[user];
        if (place == 0)
        {
            _open.Add((user, 1, revenue));
            _places[user] = _open.Count;
            return;
        }

        ref (int Key, long Count, long Sum) group = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_open)[place - 1];
        group.Count++;
        group.Sum += revenue;
    }

    // A row that comes just when the gap is over is of the session, unless an earlier row of that time has closed it.
    private void GoOn(int user, long timeMs, bool isFirstOfMs)
    {
        long gapMs = timeMs - _lastMs[user];
        _lastMs[user] = timeMs;
        if (_counts[user] != 0 && gapMs > _gapMs - (isFirstOfMs ? 0 : 1))
        {
            Fire(user);
            _counts[user] = _sums[user] = 0;
        }
    }

    private void EndPane(WindowForm form, long pane)
    {
        if (_gapMs > 0)
        {
            return;
        }

        bool isLast = (pane + 1) % Panes == 0;
        if (form == WindowForm.Hop)
        {
            Slide();
        }
        else if (form == WindowForm.Cumulate || isLast)
        {
            Fire();
        }

        if (form != WindowForm.Hop && isLast)
        {
            Array.Clear(_counts);
            Array.Clear(_sums);
        }
    }

    // The end of the input closes what is open.
    private void Finish(WindowForm form, long pane)
    {
        if (_gapMs > 0)
        {
            Fire();
            return;
        }

        if (form == WindowForm.Hop)
        {
            for (int empty = 1; empty < Panes; empty++)
            {
                Slide();
            }

            while (_closed.Count > 0)
            {
                TakeOff();
            }

            return;
        }

        for (long next = pane + 1; next % Panes != 0; next++)
        {
            if (form == WindowForm.Cumulate || (next + 1) % Panes == 0)
            {
                Fire();
            }
        }
    }

    private void Slide()
    {
        foreach ((int key, long count, long sum) in _open)
        {
            _counts[key] += count;
            _sums[key] += sum;
            _places[key] = 0;
        }

        _closed.Enqueue(_open);
        _open = _spare.Count > 0 ? _spare.Pop() : [];
        if (_closed.Count > Panes)
        {
            TakeOff();
        }

        Fire();
    }

    private void TakeOff()
    {
        List<(int Key, long Count, long Sum)> oldest = _closed.Dequeue();
        foreach ((int key, long count, long sum) in oldest)
        {
            _counts[key] -= count;
            _sums[key] -= sum;
        }

        oldest.Clear();
        _spare.Push(oldest);
    }

    private void Fire()
    {
        for (int key = 0; key < _counts.Length; key++)
        {
            if (_counts[key] != 0)
            {
                Fire(key);
            }
        }
    }

    private void Fire(int key)
    {
        Results++;
        Checksum += (key + 1) * _counts[key] + _sums[key];
    }
}
