using System;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Errors;
using HotPath.State.Lmdb.Environments;
using LightningDB;

namespace HotPath.State.Lmdb.Layout;

/// <summary>Reads records within one transaction; every one is verified before it is handed out.</summary>
internal sealed class MapReader
{
    private readonly StateEnvironment _environment;
    private readonly int _hashBits;

    /// <summary>A reader.</summary>
    /// <param name="environment">What is read.</param>
    /// <param name="hashBits">Bits of long keys' hashes that count.</param>
    public MapReader(StateEnvironment environment, int hashBits)
    {
        _environment = environment;
        _hashBits = hashBits;
    }

    /// <summary>Reads one record.</summary>
    /// <param name="transaction">As of when.</param>
    /// <param name="key">The key.</param>
    /// <param name="visitor">Called with it.</param>
    /// <returns>Whether it exists.</returns>
    public bool TryRead(LightningTransaction transaction, ReadOnlySpan<byte> key, StateVisitor visitor)
    {
        Span<byte> longKey = stackalloc byte[StoredKey.LongBytes];
        bool isLong = StoredKey.IsLong(key.Length);
        if (isLong)
        {
            StoredKey.WriteLong(key, _hashBits, longKey);
        }

        (MDBResultCode code, _, MDBValue value) = transaction.Get(_environment.State, isLong ? longKey : key);
        if (code == MDBResultCode.NotFound || key.IsEmpty)
        {
            return false;
        }

        LmdbErrors.Check(code, "cannot be read", _environment.Folder);
        return isLong ? VisitBucket(longKey, value.AsSpan(), key, visitor) : VisitRecord(key, value.AsSpan(), visitor);
    }

    /// <summary>Reads every record with a prefix, in key order.</summary>
    /// <param name="transaction">As of when.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="visitor">Called with each.</param>
    /// <exception cref="HotPathException">HP2008: a record is damaged, or with an empty prefix, their number or the
    /// sum of their hashes is not the header's.</exception>
    public void ReadAll(LightningTransaction transaction, ReadOnlySpan<byte> prefix, StateVisitor visitor)
    {
        StoreHeader header = _environment.ReadHeader(transaction);
        var seen = new StoreHeader(header.Position, 0, 0);
        using (LightningCursor cursor = transaction.CreateCursor(_environment.State))
        {
            Scan(cursor, prefix, visitor, ref seen);
        }

        if (prefix.IsEmpty && seen != header)
        {
            throw new HotPathException(
                ErrorCode.StateCorrupt,
                $"{_environment.Folder}: {seen.Records} records with hash sum {seen.HashSum:x16} are there, "
                + $"{header.Records} with {header.HashSum:x16} were committed; use a kept snapshot or another copy");
        }
    }

    /// <summary>Reads the records with a prefix that are stored behind a place, and moves the place on.</summary>
    /// <param name="transaction">As of when.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="last">Stored key of the place; room for <see cref="StoredKey.LongBytes"/>.</param>
    /// <param name="lastBytes">Its length; 0 for the beginning. Unit: bytes.</param>
    /// <param name="storedMax">Stored keys that are read at most.</param>
    /// <param name="visitor">Called with each record.</param>
    /// <returns>Whether there may be more.</returns>
    public bool ReadUnit(
        LightningTransaction transaction,
        ReadOnlySpan<byte> prefix,
        Span<byte> last,
        ref int lastBytes,
        int storedMax,
        StateVisitor visitor)
    {
        ReadOnlySpan<byte> storedPrefix = prefix[..Math.Min(prefix.Length, StoredKey.PlainBytesMax)];
        using LightningCursor cursor = transaction.CreateCursor(_environment.State);
        ReadOnlySpan<byte> from = lastBytes == 0 ? storedPrefix : last[..lastBytes];
        (MDBResultCode code, MDBValue key, MDBValue value) = from.IsEmpty ? cursor.First() : Seek(cursor, from);
        if (code == MDBResultCode.Success && lastBytes != 0 && key.AsSpan().SequenceEqual(last[..lastBytes]))
        {
            (code, key, value) = cursor.Next();
        }

        int stored = 0;
        for (; stored < storedMax && code == MDBResultCode.Success; stored++)
        {
            ReadOnlySpan<byte> storedKey = key.AsSpan();
            if (!storedKey.StartsWith(storedPrefix))
            {
                return false;
            }

            Visit(storedKey, value.AsSpan(), prefix, visitor);
            storedKey.CopyTo(last);
            lastBytes = storedKey.Length;
            (code, key, value) = cursor.Next();
        }

        if (code is not (MDBResultCode.Success or MDBResultCode.NotFound))
        {
            throw LmdbErrors.Of(code, "cannot be read", _environment.Folder);
        }

        return code == MDBResultCode.Success;
    }

    private static void Visit(
        ReadOnlySpan<byte> storedKey, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> prefix, StateVisitor visitor)
    {
        if (!StoredKey.IsLong(storedKey.Length))
        {
            _ = storedKey.StartsWith(prefix) && VisitRecord(storedKey, stored, visitor);
            return;
        }

        while (!stored.IsEmpty)
        {
            stored = LongKeyBucket.Next(
                storedKey, stored, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out _);
            if (key.StartsWith(prefix))
            {
                visitor(key, value);
            }
        }
    }

    private static bool VisitRecord(ReadOnlySpan<byte> key, ReadOnlySpan<byte> record, StateVisitor visitor)
    {
        _ = RecordLayout.Verify(key, record);
        visitor(key, record[RecordLayout.HeaderBytes..]);
        return true;
    }

    private static bool VisitBucket(
        ReadOnlySpan<byte> storedKey, ReadOnlySpan<byte> bucket, ReadOnlySpan<byte> key, StateVisitor visitor)
    {
        while (!bucket.IsEmpty)
        {
            bucket = LongKeyBucket.Next(
                storedKey, bucket, out ReadOnlySpan<byte> found, out ReadOnlySpan<byte> value, out _);
            if (found.SequenceEqual(key))
            {
                visitor(found, value);
                return true;
            }
        }

        return false;
    }

    private void Scan(LightningCursor cursor, ReadOnlySpan<byte> prefix, StateVisitor visitor, ref StoreHeader seen)
    {
        ReadOnlySpan<byte> storedPrefix = prefix[..Math.Min(prefix.Length, StoredKey.PlainBytesMax)];
        (MDBResultCode code, MDBValue key, MDBValue value) =
            storedPrefix.IsEmpty ? cursor.First() : Seek(cursor, storedPrefix);
        var longKeys = new LongKeyRun();
        while (code == MDBResultCode.Success && key.AsSpan().StartsWith(storedPrefix))
        {
            ReadOnlySpan<byte> storedKey = key.AsSpan();
            if (!longKeys.Continues(storedKey))
            {
                longKeys.Visit(prefix, visitor);
            }

            if (StoredKey.IsLong(storedKey.Length))
            {
                Add(longKeys, storedKey, value.AsSpan(), ref seen);
            }
            else
            {
                ulong hash = RecordLayout.Verify(storedKey, value.AsSpan());
                seen = seen with { Records = seen.Records + 1, HashSum = seen.HashSum + hash };
                if (storedKey.StartsWith(prefix))
                {
                    visitor(storedKey, value.AsSpan()[RecordLayout.HeaderBytes..]);
                }
            }

            (code, key, value) = cursor.Next();
        }

        longKeys.Visit(prefix, visitor);
        if (code is not (MDBResultCode.Success or MDBResultCode.NotFound))
        {
            throw LmdbErrors.Of(code, "cannot be read", _environment.Folder);
        }
    }

    private static (MDBResultCode Code, MDBValue Key, MDBValue Value) Seek(
        LightningCursor cursor, ReadOnlySpan<byte> prefix)
    {
        MDBResultCode code = cursor.SetRange(prefix);
        return code == MDBResultCode.Success ? cursor.GetCurrent() : (code, default, default);
    }

    private void Add(
        LongKeyRun longKeys, ReadOnlySpan<byte> storedKey, ReadOnlySpan<byte> bucket, ref StoreHeader seen)
    {
        Span<byte> expected = stackalloc byte[StoredKey.LongBytes];
        while (!bucket.IsEmpty)
        {
            bucket = LongKeyBucket.Next(
                storedKey, bucket, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out ulong hash);
            StoredKey.WriteLong(key, _hashBits, expected);
            if (!storedKey.SequenceEqual(expected))
            {
                throw RecordLayout.Damaged(storedKey);
            }

            longKeys.Add(key, value);
            seen = seen with { Records = seen.Records + 1, HashSum = seen.HashSum + hash };
        }
    }
}
