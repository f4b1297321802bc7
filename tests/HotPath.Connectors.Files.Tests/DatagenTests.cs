using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>Generated rows: a function of the seed, within their bounds, at their pace.</summary>
[TestFixture]
public sealed class DatagenTests
{
    private const string Columns =
        "a TINYINT, b SMALLINT, c INT, d BIGINT, e FLOAT, f DOUBLE, g DECIMAL(38, 4), h STRING, i CHAR(3), "
        + "j VARCHAR(5), k BYTES, l BOOLEAN, m TIMESTAMP, n TIMESTAMP_LTZ, o DATE, p TIME";

    [Test]
    public void Rows_OfOneSeed_AreAlwaysTheSame()
    {
        List<string> first = Generate(Columns, seed: 7, ("number-of-rows", "200"));
        Assert.That(Generate(Columns, seed: 7, ("number-of-rows", "200")), Is.EqualTo(first));
        Assert.That(Generate(Columns, seed: 8, ("number-of-rows", "200")), Is.Not.EqualTo(first));
        Assert.That(first, Has.Count.EqualTo(200));
    }

    [Test]
    public void Values_OfOneColumn_DoNotDependOnTheOthers()
    {
        string[] narrow = [.. Generate("a INT, b INT", 1, ("number-of-rows", "50"))];
        string[] wide = [.. Generate("a INT, b INT, c STRING", 1, ("number-of-rows", "50"))];
        Assert.That(wide.Select(static row => string.Join(',', row.Split(',')[..2]) + "]"), Is.EqualTo(narrow));
    }

    [Test]
    public void Values_StayWithinTheirBounds()
    {
        List<string> rows = Generate(
            "i INT, d DECIMAL(5, 2), f DOUBLE, s STRING, v STRING",
            seed: 3,
            ("number-of-rows", "2000"),
            ("fields.i.min", "-2"),
            ("fields.i.max", "2"),
            ("fields.d.min", "1"),
            ("fields.d.max", "1.05"),
            ("fields.f.min", "0.5"),
            ("fields.f.max", "0.75"),
            ("fields.s.length", "4"),
            ("fields.v.length", "3"),
            ("fields.v.var-len", "true"));
        string[][] values = [.. rows.Select(static row => row[3..^1].Split(", "))];
        Assert.That(
            values.Select(static v => v[0]).Distinct().Order(StringComparer.Ordinal),
            Is.EqualTo((string[])["-1", "-2", "0", "1", "2"]));
        Assert.That(
            values.Select(static v => v[1]).Distinct().Order(StringComparer.Ordinal),
            Is.EqualTo((string[])["1.00", "1.01", "1.02", "1.03", "1.04", "1.05"]));
        Assert.That(values.Select(static v => double.Parse(v[2], null)), Is.All.InRange(0.5, 0.75));
        Assert.That(values.Select(static v => v[3].Length), Is.All.EqualTo(4));
        Assert.That(values.Select(static v => v[4].Length).Distinct().Order(), Is.EqualTo((int[])[1, 2, 3]));
    }

    [Test]
    public void Sequence_BoundsTheSource() => Assert.That(
        Generate(
            "a BIGINT, s STRING, r INT",
            seed: 0,
            ("fields.a.kind", "sequence"), ("fields.a.start", "7"), ("fields.a.end", "9"),
            ("fields.s.kind", "sequence"), ("fields.s.start", "1"), ("fields.s.end", "5"), ("fields.r.null-rate", "1")),
        Is.EqualTo((string[])["+I[7, 1, null]", "+I[8, 2, null]", "+I[9, 3, null]"]));

    [Test]
    public void Ranges_LongerThanTheLargestNumber_AreWhole()
    {
        const string Most = "1.7976931348623157E308";
        List<string> rows = Generate(
            "a BIGINT, d DOUBLE",
            seed: 0,
            ("number-of-rows", "100"),
            ("fields.a.kind", "sequence"), ("fields.a.start", $"{long.MinValue}"), ("fields.a.end", $"{long.MaxValue}"),
            ("fields.d.min", "-" + Most), ("fields.d.max", Most));
        Assert.That(rows, Has.Count.EqualTo(100));
        Assert.That(rows[0], Does.StartWith($"+I[{long.MinValue}, "));
        Assert.That(string.Join(' ', rows), Does.Not.Contain("Infinity").And.Not.Contain("NaN"));
        Assert.That(rows.Count(static row => row.Contains(", -", StringComparison.Ordinal)), Is.InRange(20, 80));
    }

    [Test]
    public void Pace_FollowsTheCallersClock()
    {
        TableDefinition table = Rows.Table("a INT", ("connector", "datagen"), ("rows-per-second", "10"));
        var heap = new NativeHeap();
        using var record = new SourceRecord(heap, table.Schema);
        using ITableSource source = new FileConnectors(new FileConnectorOptions()).OpenSources(table, heap)[0];
        Assert.That(source.IsBounded, Is.False);
        int[] due = [.. ((long[])[5000, 5099, 5100, 5350, 5351, 6000]).Select(nowMs =>
        {
            int rows = 0;
            while (source.Read(record, SourceTime.OfMs(nowMs)) == ReadStatus.Row)
            {
                rows++;
            }

            return rows;
        })];
        Assert.That(due, Is.EqualTo((int[])[1, 0, 1, 2, 0, 7]));
    }

    private static List<string> Generate(string columns, ulong seed, params (string Key, string Value)[] options)
    {
        (string, string)[] all = [("connector", "datagen"), ("rows-per-second", "1000000000"), .. options];
        TableDefinition table = Rows.Table(columns, all);
        var heap = new NativeHeap();
        var rows = new List<string>();
        var connectors = new FileConnectors(new FileConnectorOptions { DatagenSeed = seed });
        using var record = new SourceRecord(heap, table.Schema);
        using ITableSource source = connectors.OpenSources(table, heap)[0];
        long nowMs = 1_600_000_000_000;
        ReadStatus status;
        while ((status = source.Read(record, SourceTime.OfMs(nowMs++))) != ReadStatus.End)
        {
            if (status == ReadStatus.Row)
            {
                rows.Add(Rows.Print(record.Row.View));
                Assert.That(record.RecordNumber, Is.EqualTo(rows.Count));
            }
        }

        return rows;
    }
}
