using System;
using System.Text;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Ingress;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

[TestFixture]
public sealed class IngressRecordsTests
{
    private const string PlanText = "a plan whose text is not that short, and has an \u00fc";

    [Test]
    public void Write_WhatWasWrittenBefore_AllocatesNothing()
    {
        var heap = new NativeHeap();
        using IngressState state = Filled(heap);
        using var batch = new StateBatch(heap);
        IngressRecords.Write(state, PlanText, batch);
        int records = batch.Count;
        batch.Clear();
        long calls = heap.AllocatorCalls;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        IngressRecords.Write(state, PlanText, batch);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - bytes, Is.Zero);
        Assert.That(heap.AllocatorCalls, Is.EqualTo(calls));
        Assert.That(batch.Count, Is.EqualTo(records));
    }

    [Test]
    public void Restore_WhatWasWritten_IsTheSameState()
    {
        var heap = new NativeHeap();
        using IngressState state = Filled(heap);
        using var first = new StateBatch(heap);
        IngressRecords.Write(state, PlanText, first);
        using var restored = new IngressState(new ShopPlan(markIntervalBytes: 1024).Tables, heap);
        for (int i = 0; i < first.Count; i++)
        {
            IngressRecords.Restore(first[i].Key, first[i].Value, restored);
        }

        using var second = new StateBatch(heap);
        IngressRecords.Write(restored, PlanText, second);
        Assert.That(second.Count, Is.EqualTo(first.Count));
        for (int i = 0; i < first.Count; i++)
        {
            Assert.That(second[i].Key.SequenceEqual(first[i].Key), Is.True, $"key {i}");
            Assert.That(second[i].Value.SequenceEqual(first[i].Value), Is.True, $"value {i}");
        }
    }

    private static IngressState Filled(NativeHeap heap)
    {
        var plan = new ShopPlan(markIntervalBytes: 1024);
        int table = plan.Tables[0].Id;
        var state = new IngressState(plan.Tables, heap);
        state.NoteSource(table, 0, "orders-1.csv");
        state.NoteSource(table, 1, "b\u00fccher.csv");
        state.NoteEnd(table);
        state.Cursors.Take(table, 0);
        state.Cursors.Take(table, 1);
        foreach (string name in (string[])["shop-a", "shop-b"])
        {
            state.DefinedTenants = state.Tenants.FindOrAdd(Encoding.UTF8.GetBytes(name));
            state.Clients.Defined = state.Clients.Names.FindOrAdd(Encoding.UTF8.GetBytes(name));
            state.Clients.Take(table, state.Clients.Defined, 7);
            state.Ledger.For(table, state.DefinedTenants).Read = 3;
        }

        state.NoteEvent();
        state.StampIngestTime(1_790_000_000_000);
        return state;
    }
}
