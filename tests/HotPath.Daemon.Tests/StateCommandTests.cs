using System;
using System.Linq;
using HotPath.Daemon.Commands;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;
using HotPath.State.Lmdb;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>What <c>hotpath state</c> prints of a state that is known.</summary>
public sealed class StateCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Make()
    {
        _folder = new ScratchFolder();
        using LmdbCheckpointStore store = LmdbCheckpointStore.Open(_folder.Path);
        Commit(store, 100, (Key(1, 1, 1), "aa"), (Key(1, 1, 2), "bb"), (Key(1, 2, 1), "cccc"));
        store.KeepSnapshot();
        Commit(store, 200, (Key(1, 1, 1), null), (Key(1, 1, 2), "b0"), (Key(2, 0, 9), ""));
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Ls_CountsOperatorsAndTenants()
    {
        Assert.That(Lines("ls", "--data", _folder.Path), Is.EqualTo(new[]
        {
            "position 200, records 3",
            "operator\ttenant\tkind\trecords\tkey bytes\tvalue bytes",
            "0000000000000001\t1\t7\t1\t14\t1",
            "0000000000000001\t2\t7\t1\t14\t2",
            "0000000000000002\t0\t7\t1\t14\t0",
            $"snapshot 100, {LmdbCheckpointStore.ListSnapshots(_folder.Path)[0].FileBytes} bytes",
        }));
    }

    [Test]
    public void Get_OfAKey_PrintsItsValue_NowAndAtTheSnapshot()
    {
        string key = Convert.ToHexStringLower(Key(1, 1, 2));
        Assert.That(Lines("get", key, "--data", _folder.Path), Is.EqualTo(new[] { "b0" }));
        Assert.That(Lines("get", key, "--data", _folder.Path, "--snapshot", "100"), Is.EqualTo(new[] { "bb" }));
    }

    [TestCase(3, "HP2001", "get", "00ff")]
    [TestCase(2, "HP1001", "get", "00f")]
    [TestCase(3, "kept are: 100", "ls", "--snapshot", "7")]
    [TestCase(2, "give the position", "ls", "--snapshot", "x")]
    public void WrongRequest_IsOneClearLine(int exit, string text, params string[] arguments)
    {
        var streams = new MemoryStreams();
        int code = Run(streams, [.. arguments, "--data", _folder.Path]);
        Assert.That(code, Is.EqualTo(exit));
        Assert.That(streams.Messages, Does.Contain(text));
    }

    [Test]
    public void Dump_PrintsEveryRecordInKeyOrder()
    {
        Assert.That(Lines("dump", "--data", _folder.Path, "--values"), Is.EqualTo(new[]
        {
            "key\toperator\ttenant\tkind\tvalue bytes\tvalue",
            "0000000000000001000000010702\t0000000000000001\t1\t7\t1\tb0",
            "0000000000000001000000020701\t0000000000000001\t2\t7\t2\tcccc",
            "0000000000000002000000000709\t0000000000000002\t0\t7\t0\t",
        }));
        Assert.That(Lines("dump", "--data", _folder.Path)[1], Does.EndWith("\t7\t1"));
    }

    [Test]
    public void Diff_OfASnapshotAndTheNewest_PrintsWhatChanged()
    {
        Assert.That(Lines("diff", "100", "newest", "--data", _folder.Path, "--values"), Is.EqualTo(new[]
        {
            "-\t0000000000000001000000010701\t0000000000000001\t1\t7\t1\taa",
            "-\t0000000000000001000000010702\t0000000000000001\t1\t7\t1\tbb",
            "+\t0000000000000001000000010702\t0000000000000001\t1\t7\t1\tb0",
            "+\t0000000000000002000000000709\t0000000000000002\t0\t7\t0\t",
        }));
        Assert.That(Lines("diff", "newest", "100", "--data", _folder.Path).Select(static line => line[0]), Is.EqualTo("+-+-"));
        Assert.That(Lines("diff", "100", "100", "--data", _folder.Path), Is.Empty);
    }

    private static byte[] Key(ulong operatorId, int tenant, byte rest)
    {
        byte[] key = new byte[StateKey.PrefixBytes + 1];
        StateKey.WritePrefix(key, operatorId, tenant, kind: 7);
        key[^1] = rest;
        return key;
    }

    private static void Commit(LmdbCheckpointStore store, long position, params (byte[] Key, string? Value)[] changes)
    {
        using var batch = new StateBatch(new NativeHeap());
        foreach ((byte[] key, string? value) in changes)
        {
            if (value is null)
            {
                batch.Remove(key);
            }
            else
            {
                batch.Put(key, Convert.FromHexString(value));
            }
        }

        store.Commit(position, [batch]);
    }

    private static string[] Lines(params string[] arguments)
    {
        var streams = new MemoryStreams();
        Assert.That(Run(streams, arguments), Is.Zero, streams.Messages);
        return streams.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static int Run(MemoryStreams streams, string[] arguments) =>
        new Application(streams.Streams(), new EngineCommands(streams.Streams())).Run(["state", .. arguments]);
}
