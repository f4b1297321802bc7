using System;
using HotPath.Dataflow.Checkpoints;
using LightningDB;

namespace HotPath.State.Lmdb.Layout;

/// <summary>
/// Applies sorted changes through one cursor, so that LMDB finds most keys on the page where it stands, and keeps
/// number and hash sum of the records. A record that is replaced or removed is verified first: its hash leaves the sum.
/// </summary>
/// <remarks>Threading: single-threaded. Allocates only for a value longer than any before.</remarks>
internal sealed class MapWriter
{
    private readonly int _hashBits;
    private byte[] _scratch = new byte[4096];

    /// <summary>A writer.</summary>
    /// <param name="hashBits">Bits of long keys' hashes that count.</param>
    public MapWriter(int hashBits) => _hashBits = hashBits;

    /// <summary>Applies changes.</summary>
    /// <param name="cursor">Cursor over the records.</param>
    /// <param name="changes">Changes in key order.</param>
    /// <param name="header">Number and sum; brought up to date.</param>
    /// <returns>The first answer that was no success.</returns>
    public MDBResultCode Apply(LightningCursor cursor, ReadOnlySpan<StateChange> changes, ref StoreHeader header)
    {
        long records = header.Records;
        ulong sum = header.HashSum;
        foreach (StateChange change in changes)
        {
            MDBResultCode code = StoredKey.IsLong(change.Key.Length)
                ? ApplyLong(cursor, change, ref records, ref sum)
                : ApplyPlain(cursor, change, ref records, ref sum);
            if (code != MDBResultCode.Success)
            {
                return code;
            }
        }

        header = header with { Records = records, HashSum = sum };
        return MDBResultCode.Success;
    }

    private MDBResultCode ApplyPlain(LightningCursor cursor, StateChange change, ref long records, ref ulong sum)
    {
        ReadOnlySpan<byte> key = change.Key;
        (MDBResultCode found, _, MDBValue old) = cursor.SetKey(key);
        if (found == MDBResultCode.Success)
        {
            sum -= RecordLayout.Verify(key, old.AsSpan());
            records--;
        }
        else if (found != MDBResultCode.NotFound)
        {
            return found;
        }

        if (change.IsRemoval)
        {
            return found == MDBResultCode.Success ? cursor.Delete() : MDBResultCode.Success;
        }

        Span<byte> record = Scratch(RecordLayout.HeaderBytes + change.Value.Length);
        sum += RecordLayout.Write(key, change.Value, record);
        records++;
        return cursor.Put(key, record, PutWay(found));
    }

    private MDBResultCode ApplyLong(LightningCursor cursor, StateChange change, ref long records, ref ulong sum)
    {
        ReadOnlySpan<byte> key = change.Key;
        Span<byte> storedKey = stackalloc byte[StoredKey.LongBytes];
        StoredKey.WriteLong(key, _hashBits, storedKey);
        (MDBResultCode found, _, MDBValue old) = cursor.SetKey(storedKey);
        if (found is not (MDBResultCode.Success or MDBResultCode.NotFound))
        {
            return found;
        }

        // The bucket anew: entries of other keys as they were, then this one.
        ReadOnlySpan<byte> rest = found == MDBResultCode.Success ? old.AsSpan() : default;
        int newBytes = change.IsRemoval ? 0 : LongKeyBucket.EntryBytes(key.Length, change.Value.Length);
        Span<byte> bucket = Scratch(checked(rest.Length + newBytes));
        int usedBytes = 0;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> entry = rest;
            rest = LongKeyBucket.Next(storedKey, rest, out ReadOnlySpan<byte> otherKey, out _, out ulong hash);
            if (otherKey.SequenceEqual(key))
            {
                sum -= hash;
                records--;
                continue;
            }

            entry = entry[..^rest.Length];
            entry.CopyTo(bucket[usedBytes..]);
            usedBytes += entry.Length;
        }

        if (!change.IsRemoval)
        {
            sum += LongKeyBucket.Write(key, change.Value, bucket[usedBytes..]);
            records++;
            usedBytes += newBytes;
        }

        if (usedBytes == 0)
        {
            return found == MDBResultCode.Success ? cursor.Delete() : MDBResultCode.Success;
        }

        return cursor.Put(storedKey, bucket[..usedBytes], PutWay(found));
    }

    private static CursorPutOptions PutWay(MDBResultCode found) =>
        found == MDBResultCode.Success ? CursorPutOptions.Current : CursorPutOptions.None;

    private Span<byte> Scratch(int lengthBytes)
    {
        if (lengthBytes > _scratch.Length)
        {
            _scratch = new byte[Math.Max(lengthBytes, (int)Math.Min(2L * _scratch.Length, Array.MaxLength))];
        }

        return _scratch.AsSpan(0, lengthBytes);
    }
}
