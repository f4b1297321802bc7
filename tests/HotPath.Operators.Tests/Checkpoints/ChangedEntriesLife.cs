using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.State;

namespace HotPath.Operators.Tests.Checkpoints;

/// <summary>Entries that come, change and go while checkpoints begin, are handed over in slices, and are committed or fail; beside a
/// dictionary for the store.</summary>
internal sealed class ChangedEntriesLife : IDisposable
{
    private const int EntryBytes = EntryDescriptor.Value + sizeof(long);
    private const int EntriesMax = 200;

    private readonly NativeHeap _heap = new();
    private readonly SplitMix64 _random;
    private readonly CheckpointPass _pass;
    private readonly ChangedEntries _changes;
    private readonly StateBatch _batch;
    private readonly List<nint> _entries = [];
    private readonly HashSet<nint> _untouched = []; // since the checkpoint that was committed last began
    private readonly HashSet<nint> _waiting = []; // changed since the checkpoint before
    private readonly Dictionary<long, long> _written = [];
    private readonly HashSet<long> _removed = [];
    private Dictionary<long, long> _store = [];
    private Dictionary<long, long> _snapshot = [];
    private long _lastId;
    private bool _isWritten;

    public ChangedEntriesLife(ulong seed, bool skipsImages)
    {
        _random = new SplitMix64(seed);
        _pass = new CheckpointPass(_heap, limit: null, skipsImages);
        _changes = new ChangedEntries(_pass, new IdAndNumber());
        _batch = new StateBatch(_heap);
    }

    public int Committed { get; private set; }

    public int Failed { get; private set; }

    public int Images { get; private set; }

    public string? FirstDifference { get; private set; }

    public void Run(int steps)
    {
        for (int step = 0; step < steps && FirstDifference is null; step++)
        {
            Step(_random.Below(100));
        }
    }

    public void Dispose()
    {
        _entries.ForEach(entry => _heap.Free(entry, EntryBytes));
        _batch.Dispose();
        _pass.Dispose();
    }

    private void Step(int kind)
    {
        if (kind < 25 && _entries.Count < EntriesMax)
        {
            Add();
        }
        else if (kind < 70 && _entries.Count > 0)
        {
            Change(_entries[_random.Below(_entries.Count)]);
        }
        else if (kind < 85 && _entries.Count > 0)
        {
            Free(_random.Below(_entries.Count));
        }
        else if (!_pass.IsRunning)
        {
            Begin();
        }
        else if (kind == 99)
        {
            Failed++;
            End(committed: false);
        }
        else if (_isWritten)
        {
            Committed++;
            Commit();
        }
        else
        {
            _isWritten = !WriteSlice(1 + _random.Below(30)); // and rows come before it ends
        }
    }

    private void Add()
    {
        nint entry = _heap.Allocate(EntryBytes);
        Raw.Write(entry + EntryDescriptor.Hash, ++_lastId);
        _entries.Add(entry);
        Change(entry);
    }

    private void Change(nint entry)
    {
        int images = _pass.Images.Count;
        _changes.Touch(entry);
        Images += _pass.Images.Count - images;
        Raw.Write(entry + EntryDescriptor.Value, (long)_random.Next());
        _untouched.Remove(entry);
        _waiting.Add(entry);
        Note(_changes.IsClean(entry), "a changed entry is clean");
    }

    private void Free(int index)
    {
        nint entry = _entries[index];
        _changes.Forget(entry);
        _untouched.Remove(entry);
        _waiting.Remove(entry);
        _entries.RemoveAt(index);
        _heap.Free(entry, EntryBytes);
    }

    private void Begin()
    {
        _snapshot = _entries.ToDictionary(IdAndNumber.IdOf, IdAndNumber.NumberOf);
        _untouched.UnionWith(_entries);
        _pass.Begin();
        _changes.Begin();
        _isWritten = false;
        Note(_entries.Exists(entry => _waiting.Contains(entry) && _changes.IsClean(entry)), "an entry that waits for its turn is clean");
    }

    // As a shard does: images and removals first, then what is frozen.
    private bool WriteSlice(int entriesMax)
    {
        _batch.Clear();
        int left = entriesMax - _pass.WriteSlice(_batch, entriesMax);
        left -= _changes.WriteSlice(_batch, left);
        for (int i = 0; i < _batch.Count; i++)
        {
            StateChange change = _batch[i];
            long id = BitConverter.ToInt64(change.Key);
            bool isNew = change.IsRemoval ? _removed.Add(id) : _written.TryAdd(id, BitConverter.ToInt64(change.Value));
            Note(!isNew, $"entry {id} is handed over twice");
        }

        return left == 0;
    }

    private void Commit()
    {
        foreach (long id in _removed)
        {
            Note(!_store.Remove(id), $"entry {id} is removed and is not in the store");
        }

        foreach ((long id, long number) in _written)
        {
            _store[id] = number;
        }

        Note(!_store.OrderBy(static pair => pair.Key).SequenceEqual(_snapshot.OrderBy(static pair => pair.Key)), "store and snapshot");
        End(committed: true);
        Note(!_untouched.All(_changes.IsClean), "an entry as the store has it is not clean");
    }

    private void End(bool committed)
    {
        _pass.End(committed);
        _changes.End(committed);
        _written.Clear();
        _removed.Clear();
        if (!committed)
        {
            _untouched.Clear();
        }
        else
        {
            _waiting.RemoveWhere(_untouched.Contains);
        }
    }

    private void Note(bool isDifferent, string what) => FirstDifference ??= isDifferent
        ? string.Create(CultureInfo.InvariantCulture, $"checkpoint {_pass.Number}, {_entries.Count} entries: {what}")
        : null;

    private sealed class IdAndNumber : IEntryRecords
    {
        private byte[] _key = [];

        public static long IdOf(nint entry) => Raw.Read<long>(entry + EntryDescriptor.Hash);

        public static long NumberOf(nint entry) => Raw.Read<long>(entry + EntryDescriptor.Value);

        public ReadOnlySpan<byte> KeyOf(nint entry) => _key = BitConverter.GetBytes(IdOf(entry));

        public void Put(nint entry, StateBatch target) => target.Put(KeyOf(entry), BitConverter.GetBytes(NumberOf(entry)));
    }
}
