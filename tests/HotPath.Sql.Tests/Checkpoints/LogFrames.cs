using System;
using System.Collections.Generic;
using System.Text;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>A random log: rows in and out of order of several tenants, marks at random places, the end.</summary>
internal static class LogFrames
{
    private const long StartMs = 1_709_251_200_000;
    private const int Tenants = 5;

    public static List<LogFrame> Random(SplitMix64 random, RowSchema schema, bool hasTenants, int rows)
    {
        var frames = new List<LogFrame>();
        var known = new HashSet<int>();
        var heap = new NativeHeap();
        using var row = new RowBuilder(heap, schema);
        for (int i = 0; i < rows; i++)
        {
            int tenant = 1 + random.Below(Math.Min(Tenants, 1 + (i / 50))); // new ones come along the way
            if (hasTenants && known.Add(tenant))
            {
                frames.Add(new LogFrame(LogFrameKind.DefineTenant, tenant, Name(tenant)));
            }

            if (i % 100 == 0)
            {
                byte[] name = Encoding.UTF8.GetBytes($"part-{i / 100}.csv");
                frames.Add(new LogFrame(LogFrameKind.DefineSource, i / 100, name));
            }

            Fill(row, random, i, tenant);
            byte[] bytes = Raw.Span(row.Address, row.LengthBytes).ToArray();
            frames.Add(new LogFrame(LogFrameKind.Row, hasTenants ? tenant : 0, bytes));
            if (random.Below(20) == 0)
            {
                frames.Add(new LogFrame(LogFrameKind.Mark, 0, []));
            }

            if (i % 5 == 0)
            {
                frames.Add(new LogFrame(LogFrameKind.Tick, 0, []));
            }
        }

        frames.Add(new LogFrame(LogFrameKind.End, 0, []));
        frames.Add(new LogFrame(LogFrameKind.Mark, 0, []));
        return frames;
    }

    private static byte[] Name(int tenant) => Encoding.UTF8.GetBytes($"tenant-{tenant}");

    private static void Fill(RowBuilder row, SplitMix64 random, int index, int tenant)
    {
        row.Begin();
        if (random.Below(60) != 0)
        {
            row.Set(0, StartMs + (index * 60L) - random.Below(4000));
        }

        row.SetUtf8(1, Name(tenant));
        if (random.Below(8) != 0)
        {
            row.SetUtf8(2, Encoding.UTF8.GetBytes(Key(random.Below(12))));
        }

        if (random.Below(5) != 0)
        {
            row.SetUtf8(3, Encoding.UTF8.GetBytes(new string((char)('a' + random.Below(20)), random.Below(60))));
        }

        if (random.Below(6) != 0)
        {
            row.Set(4, random.Below(8));
        }

        if (random.Below(3) != 0)
        {
            row.Set(5, (Int128)random.Below(100_000));
        }

        if (row.View.Schema.Columns.Count > 6)
        {
            row.SetUtf8(6, Encoding.UTF8.GetBytes(Id(random.Below(60))));
        }
    }

    // Empty, short, longer than what lies in the entry, and longer than a key of the store.
    private static string Id(int number) => number switch
    {
        0 => string.Empty,
        < 40 => $"id-{number}",
        < 55 => new string('i', 60) + number,
        _ => new string('i', 500) + number,
    };

    // Empty, short, and longer than what lies in the entry.
    private static string Key(int number) => number switch
    {
        0 => string.Empty,
        < 8 => $"key-{number}",
        _ => new string('k', 40 * number) + number,
    };
}
