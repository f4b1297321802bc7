using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Errors;

namespace HotPath.Operators.Checkpoints;

/// <summary>
/// Names learned from define frames, and tables that have ended, and which of them the store does not have yet. Every
/// shard knows every name; one of them writes it.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard. Names never change.</remarks>
internal sealed class DefinedNames
{
    private const int SourceKeyBytes = StateKey.PrefixBytes + (2 * sizeof(int));

    private readonly Dictionary<DefinedName, byte[]> _names = [];
    private readonly List<DefinedName> _inOrder = [];
    private int _stored;
    private int _saved;

    public void Define(DefinedName what, ReadOnlySpan<byte> name)
    {
        if (_names.TryAdd(what, name.ToArray()))
        {
            _inOrder.Add(what);
        }
    }

    public bool TryGet(DefinedName what, out byte[]? name) => _names.TryGetValue(what, out name);

    /// <summary>Saves the names that the store does not have and that are this shard's to write.</summary>
    public void Save(StateBatch target, int shard, int shardCount)
    {
        Span<byte> key = stackalloc byte[SourceKeyBytes];
        for (int i = _stored; i < _inOrder.Count; i++)
        {
            DefinedName what = _inOrder[i];
            if ((uint)what.Id % (uint)shardCount == (uint)shard)
            {
                target.Put(key[..WriteKey(key, what)], _names[what]);
            }
        }

        _saved = _inOrder.Count;
    }

    public void End(bool committed) => _stored = committed ? _saved : _stored;

    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> name)
    {
        byte kind = StateKey.KindOf(key);
        bool isTenant = kind == RecordKind.TenantName && key.Length == StateKey.PrefixBytes;
        bool isFile = kind is RecordKind.SourceName or RecordKind.ClientName or RecordKind.EndedTable
            && key.Length == SourceKeyBytes;
        if (!isTenant && !isFile)
        {
            throw new HotPathException(
                ErrorCode.StateCorrupt,
                $"checkpoint of the dead-letter operator: a record of unknown kind {kind} with a key of {key.Length} "
                + "bytes; start from a kept snapshot");
        }

        Define(
            isTenant
                ? DefinedName.Tenant(StateKey.TenantOf(key))
                : ReadFile(key[StateKey.PrefixBytes..]) with { Kind = kind },
            name);
    }

    public void CompleteRestore() => _stored = _inOrder.Count;

    private static DefinedName ReadFile(ReadOnlySpan<byte> rest) => DefinedName.File(
        BinaryPrimitives.ReadInt32BigEndian(rest), BinaryPrimitives.ReadInt32BigEndian(rest[sizeof(int)..]));

    private static int WriteKey(Span<byte> key, DefinedName what)
    {
        if (what.Kind == RecordKind.TenantName)
        {
            StateKey.WritePrefix(key, RecordKind.DeadLetterOperator, what.Id, what.Kind);
            return StateKey.PrefixBytes;
        }

        // of files, clients and tables that have ended
        StateKey.WritePrefix(key, RecordKind.DeadLetterOperator, tenant: 0, what.Kind);
        BinaryPrimitives.WriteInt32BigEndian(key[StateKey.PrefixBytes..], what.Id);
        BinaryPrimitives.WriteInt32BigEndian(key[(StateKey.PrefixBytes + sizeof(int))..], what.Source);
        return SourceKeyBytes;
    }
}
