using System;
using System.IO;
using LightningDB;

namespace HotPath.Benchmarks.Checkpoints;

/// <summary>LMDB as it is used without a checkpoint: puts in the order in which they come, with the same syncs.</summary>
internal sealed class PlainLmdb : IDisposable
{
    private readonly LightningEnvironment _environment;
    private readonly LightningDatabase _database;

    public PlainLmdb(string folder)
    {
        Directory.CreateDirectory(folder);
        _environment = new LightningEnvironment(folder, new EnvironmentConfiguration { MapSize = 16L << 30 });
        _environment.Open();
        using LightningTransaction transaction = _environment.BeginTransaction();
        _database = transaction.OpenDatabase(configuration: new DatabaseConfiguration { Flags = DatabaseOpenFlags.Create });
        Check(transaction.Commit());
    }

    /// <summary>Puts entries, a commit after each so many.</summary>
    public void Put(int[] numbers, int round, int transactionEntries)
    {
        Span<byte> key = stackalloc byte[CheckpointEntries.KeyBytes];
        Span<byte> value = stackalloc byte[CheckpointEntries.ValueBytes];
        for (int begin = 0; begin < numbers.Length; begin += transactionEntries)
        {
            using LightningTransaction transaction = _environment.BeginTransaction();
            foreach (int number in numbers.AsSpan(begin, Math.Min(transactionEntries, numbers.Length - begin)))
            {
                CheckpointEntries.WriteKey(key, number);
                CheckpointEntries.WriteValue(value, number, round);
                Check(transaction.Put(_database, key, value));
            }

            Check(transaction.Commit());
        }
    }

    /// <summary>Writes a compacted copy and says how long its file is. Unit: bytes.</summary>
    public long CopyCompact(string folder)
    {
        Directory.CreateDirectory(folder);
        Check(_environment.CopyTo(folder, compact: true));
        return new FileInfo(Path.Combine(folder, "data.mdb")).Length;
    }

    public void Dispose()
    {
        _database.Dispose();
        _environment.Dispose();
    }

    private static void Check(MDBResultCode code)
    {
        if (code != MDBResultCode.Success)
        {
            throw new InvalidOperationException($"LMDB answered {(int)code}");
        }
    }
}
