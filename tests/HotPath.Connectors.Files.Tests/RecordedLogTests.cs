using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Storage;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>A recorded log as input: the rows of the table of that name, counted as when they were recorded.</summary>
[TestFixture]
public sealed class RecordedLogTests
{
    private string _file = string.Empty;

    [SetUp]
    public void SetUp() => _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [TearDown]
    public void TearDown() => File.Delete(_file);

    [Test]
    public void Log_WithSeveralTables_GivesRowsAndRejectionsOfTheNamedOne()
    {
        Record("other", "t");
        Assert.That(Read("s STRING, i BIGINT"), Is.EqualTo((string[])
            ["2:1 +I[row 0, 0]", "2:2 !BadValue 1 'bad'", "2:3 +I[row 2, 2]"]));
    }

    [Test]
    public void Log_WithoutTheTable_IsRefusedByName()
    {
        Record("other", "another");
        HotPathException error = Assert.Throws<HotPathException>(() => Read("s STRING, i BIGINT"))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.ConfigurationInvalid));
        Assert.That(error.Message, Does.Contain("no table of that name, but other, another"));
    }

    [Test]
    public void Log_OfOtherColumns_IsRefusedWithBoth()
    {
        Record("other", "t");
        HotPathException error = Assert.Throws<HotPathException>(() => Read("s STRING, i DOUBLE"))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.ConfigurationInvalid));
        Assert.That(error.Message, Does.Contain("i BIGINT").And.Contain("i DOUBLE"));
    }

    [Test]
    public void Log_WithAFlippedByte_IsDamaged()
    {
        Record("other", "t");
        byte[] bytes = File.ReadAllBytes(_file);
        bytes[^200] ^= 1;
        File.WriteAllBytes(_file, bytes);
        HotPathException error = Assert.Throws<HotPathException>(() => Read("s STRING, i BIGINT"))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.LogCorrupt));
    }

    [Test]
    public void Log_AnyNumberSkipped_GivesTheTail()
    {
        Record("other", "t");
        List<string> all = Read("s STRING, i BIGINT");
        for (int skipped = 0; skipped <= all.Count; skipped++)
        {
            Assert.That(Read("s STRING, i BIGINT", skipped), Is.EqualTo(all.Skip(skipped)));
        }

        HotPathException error = Assert.Throws<HotPathException>(() => Read("s STRING, i BIGINT", all.Count + 1))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.InputUnreadable));
        Assert.That(error.Message, Does.Contain(_file).And.Contain("holds 3 records").And.Contain("4 of it were read"));
    }

    [Test]
    public void SeveralLogsOfATable_AreNotReplayable()
    {
        Record("other", "t");
        string folder = Directory.CreateTempSubdirectory("hotpath-logs-").FullName;
        try
        {
            File.Copy(_file, Path.Combine(folder, "a"));
            TableDefinition table = Rows.Table(
                "s STRING, i BIGINT", ("connector", "filesystem"), ("path", folder), ("format", "hotpath-log"));
            Assert.That(Rows.ReadAll(new FileConnectors(new FileConnectorOptions()), table, skipped: 2), Has.Count.EqualTo(1));
            File.Copy(_file, Path.Combine(folder, "b"));
            var connectors = new FileConnectors(new FileConnectorOptions());
            IReadOnlyList<ITableSource> sources = connectors.OpenSources(table, new NativeHeap());
            Assert.That(sources.Select(static source => source.IsReplayable), Is.EqualTo((bool[])[false, false]));
            Assert.That(
                () => sources[1].SkipTo(0),
                Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.ConfigurationInvalid));
            foreach (ITableSource source in sources)
            {
                source.Dispose();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Log_ShownInRuns_GivesTheRecordsThatItGivesOneByOne()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            RecordRandom(new SplitMix64((ulong)seed));
            TableDefinition table = Rows.Table(
                "s STRING, i BIGINT NOT NULL", ("connector", "filesystem"), ("path", _file), ("format", "hotpath-log"));
            long? limit = seed % 4 == 0 ? 50 : null;
            var connectors = new FileConnectors(new FileConnectorOptions { StopAfterRecords = limit });
            List<string> expected = [.. Rows.ReadAll(connectors, table, withNumbers: true).Select(static line => line[2..])];
            Assert.That(ReadRuns(connectors, table, new SplitMix64((ulong)seed)), Is.EqualTo(expected), $"seed {seed}");
            Assert.That(expected, Has.Some.Contains("+I").And.Some.Contains("!NullValue").And.Some.Contains("!BadFrame"));
        }
    }

    private static List<string> ReadRuns(FileConnectors connectors, TableDefinition table, SplitMix64 random)
    {
        var heap = new NativeHeap();
        var lines = new List<string>();
        using var printer = new Printer(table.Schema);
        using var record = new SourceRecord(heap, table.Schema);
        using var source = (IRowRunSource)connectors.OpenSources(table, heap).Single();
        var run = new RowRun();
        while (true)
        {
            run.Begin();
            if (random.Below(4) > 0)
            {
                source.ReadRun(run);
            }

            bool isShown = !run.IsEmpty;
            for (; !run.IsEmpty; run.RemoveFirst())
            {
                lines.Add($"{run.First.RecordNumber} {printer.Print(new RowView(table.Schema, run.First.Address))}");
            }

            if (isShown)
            {
                continue;
            }

            switch (source.Read(record, default))
            {
                case ReadStatus.Row:
                    lines.Add($"{record.RecordNumber} {printer.Print(record.Row.View)}");
                    break;
                case ReadStatus.Rejected:
                    lines.Add($"{record.RecordNumber} !{record.Reason} {record.Column} '{Encoding.UTF8.GetString(record.Raw)}'");
                    break;
                default:
                    return lines;
            }
        }
    }

    private static void Append(LogWriter writer, nint frame, FrameHeader header, System.ReadOnlySpan<byte> payload)
    {
        header = header with { Position = writer.Position, PayloadBytes = payload.Length };
        nint target = header.WriteTo(frame);
        payload.CopyTo(Raw.WritableSpan(target, payload.Length));
        FrameDescriptor.Seal(frame, FrameDescriptor.Aligned(header.LengthBytes));
        writer.Append(new FrameFlyweight(frame));
    }

    private static FrameHeader Header(FrameType type, int table, long record = 0, long detail = 0) => new()
    {
        Type = type,
        Position = 0,
        PayloadBytes = 0,
        Table = table,
        Source = 2,
        SourceOffset = record,
        IngestTimeMs = 1000 + record,
        Detail = detail,
    };

    private List<string> Read(string columns, long? skipped = null)
    {
        TableDefinition table = Rows.Table(
            columns, ("connector", "filesystem"), ("path", _file), ("format", "hotpath-log"));
        return Rows.ReadAll(new FileConnectors(new FileConnectorOptions()), table, withNumbers: true, skipped);
    }

    private void Record(string first, string second)
    {
        var heap = new NativeHeap();
        RowSchema[] schemas =
        [
            .. ((string[])[first, second]).Select(static (name, i) =>
                new RowSchema(name, i + 7, Rows.Table("s STRING, i BIGINT").Schema.Columns)),
        ];
        nint frame = heap.Allocate(65_536);
        using (var writer = new LogWriter(new DiskAppendFile(_file), heap))
        {
            string tables = string.Join('\n', schemas.Select(static s => $"{s} tenant=-"));
            string plan = $"hotpath-plan 1\nscript 8\nt id=9\nx\ntables {tables.Length}\n{tables}\n";
            Append(writer, frame, Header(FrameType.Plan, 0), Encoding.UTF8.GetBytes(plan));
            for (int t = 0; t < 2; t++)
            {
                Append(writer, frame, Header(FrameType.DefineTable, t + 1), Encoding.UTF8.GetBytes(schemas[t].Name));
            }

            for (int i = 0; i < 6; i++)
            {
                int t = i % 2;
                using var row = new RowBuilder(heap, schemas[t]);
                row.SetUtf8(0, Encoding.UTF8.GetBytes($"row {i / 2}"));
                row.Set(1, (long)(i / 2));
                if (i / 2 == 1)
                {
                    long detail = RejectDetail.Pack((int)RejectReason.BadValue, 1);
                    Append(writer, frame, Header(FrameType.Reject, t + 1, 2, detail), "bad"u8);
                }
                else
                {
                    FrameHeader header = Header(FrameType.Event, t + 1, 1 + (i / 2));
                    Append(writer, frame, header, Raw.Span(row.Address, row.LengthBytes));
                }
            }

            _ = writer.Complete(isStopped: false, [], []);
        }

        heap.Free(frame, 65_536);
    }

    private void RecordRandom(SplitMix64 random)
    {
        var heap = new NativeHeap();
        RowSchema schema = Rows.Table("s STRING, i BIGINT").Schema;
        nint frame = heap.Allocate(65_536);
        using (var writer = new LogWriter(new DiskAppendFile(_file), heap, batchBytes: 500 + random.Below(5000)))
        {
            string tables = $"{new RowSchema("t", 7, schema.Columns)} tenant=-\n{new RowSchema("u", 8, schema.Columns)} tenant=-";
            Append(writer, frame, Header(FrameType.Plan, 0), Encoding.UTF8.GetBytes($"hotpath-plan 1\ntables {tables.Length}\n{tables}\n"));
            Append(writer, frame, Header(FrameType.DefineTable, 1), "t"u8);
            Append(writer, frame, Header(FrameType.DefineTable, 2), "u"u8);
            for (int i = 0; i < 300; i++)
            {
                int kind = i < 3 ? i : random.Below(40);
                int tableId = kind == 3 ? 2 : 1;
                using var row = new RowBuilder(heap, new RowSchema("t", 6 + tableId, schema.Columns));
                row.Begin();
                row.SetUtf8(0, Encoding.UTF8.GetBytes($"row {i}"));
                if (kind != 0)
                {
                    row.Set(1, (long)i);
                }

                if (kind == 2)
                {
                    Append(writer, frame, Header(FrameType.Reject, 1, i, RejectDetail.Pack((int)RejectReason.BadValue, 1)), "bad"u8);
                }
                else
                {
                    int lengthBytes = row.LengthBytes - (kind == 1 ? 1 : 0);
                    Append(writer, frame, Header(FrameType.Event, tableId, i), Raw.Span(row.Address, lengthBytes));
                }
            }

            _ = writer.Complete(isStopped: false, [], []);
        }

        heap.Free(frame, 65_536);
    }
}
