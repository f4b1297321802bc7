using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Planning;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>Records that are missing, damaged or of another plan are refused by the operator's name.</summary>
public sealed class RestoreTests
{
    private static readonly SqlJobPlan Plan = CheckpointScripts.Compile(CheckpointScripts.Tenants);

    [Test]
    public void Restore_WithoutOneGroupOrClock_IsRefused()
    {
        StoreModel store = Filled();
        string[] needed = [.. store.Records.Keys.Where(static key => KindOf(key) is 'g' or 'c')];
        int groups = needed.Count(static key => KindOf(key) == 'g');
        Assert.That(groups, Is.GreaterThan(20));
        foreach (string key in needed)
        {
            (string value, bool hasWindows) = (store.Records[key], HasWindows(store, key));
            store.Records.Remove(key);
            if (hasWindows)
            {
                AssertRefused(store, $"without {key}");
            }

            store.Records[key] = value;
        }

        Restore(store);
    }

    [Test]
    public void Restore_OfRecordsCutShort_IsRefused()
    {
        StoreModel store = Filled();
        foreach (string key in store.Records.Keys.Where(static key => KindOf(key) is 'g' or 'c' or 'd').ToArray())
        {
            string value = store.Records[key];
            store.Records[key] = value[..^2];
            AssertRefused(store, $"value of {key} cut");
            store.Records[key] = value + "00";
            AssertRefused(store, $"value of {key} lengthened");
            store.Records[key] = value;
        }
    }

    [TestCase("1234567812345678" + "00000001" + "67", TestName = "{m}(operator)")]
    [TestCase("FFFFFFFFFFFFFFFF" + "00000001" + "00", TestName = "{m}(kind of name)")]
    [TestCase("FFFF", TestName = "{m}(key)")]
    public void Restore_OfForeignRecord_IsRefused(string key)
    {
        StoreModel store = Filled();
        store.Records[key] = string.Empty;

        AssertRefused(store, key);
    }

    [Test]
    public void Restore_NamesTheOperator()
    {
        StatementDefinition statement = Plan.Statements[0];
        byte[] key = new byte[StateKey.PrefixBytes];
        StateKey.WritePrefix(key, statement.OperatorId, tenant: 1, (byte)'?');
        var store = new StoreModel();
        store.Records[Convert.ToHexString(key)] = string.Empty;

        HotPathException problem = Assert.Throws<HotPathException>(() => Restore(store))!;

        Assert.That(problem.Message, Does.Contain(statement.Name).And.Contain($"{statement.OperatorId:x16}"));
    }

    [Test]
    public void Restore_OfTheNodesOwnRecords_PassesThemOver()
    {
        StoreModel store = Filled();
        store.Records["0000000000000000" + "00000000" + "70"] = "01";

        Restore(store);
    }

    private static char KindOf(string key) => (char)Convert.FromHexString(key)[StateKey.PrefixBytes - 1];

    // A clock without windows may be missing: then nothing of it was ever written.
    private static bool HasWindows(StoreModel store, string key) => KindOf(key) == 'g'
        || store.Records.Keys.Any(other => KindOf(other) == 'g'
            && other.StartsWith(key[..24], StringComparison.Ordinal));

    private static void AssertRefused(StoreModel store, string what)
    {
        HotPathException? problem = Assert.Throws<HotPathException>(() => Restore(store), what);
        Assert.That(problem!.Code, Is.EqualTo(ErrorCode.StateCorrupt), what);
    }

    private static void Restore(StoreModel store)
    {
        using var shards = new ShardSet(Plan, 2);
        shards.Restore(store, new SplitMix64(1));
    }

    private static StoreModel Filled()
    {
        List<LogFrame> frames = LogFrames.Random(new SplitMix64(5), Plan.Tables[0].Schema, hasTenants: true, rows: 100);
        using var shards = new ShardSet(Plan, 1);
        int last = frames.FindLastIndex(static f => f.Kind == LogFrameKind.Row);
        for (int i = 0; i <= last; i++)
        {
            shards.Feed(frames[i], i);
        }

        shards.Feed(new LogFrame(LogFrameKind.Mark, 0, Encoding.UTF8.GetBytes(string.Empty)), last + 1);
        shards.States[0].Begin();
        while (shards.States[0].WriteSlice(shards.Batches[0], entriesMax: 7))
        {
        }

        var store = new StoreModel();
        Assert.That(store.Commit(last + 1, shards.Batches), Is.Null);
        return store;
    }
}
