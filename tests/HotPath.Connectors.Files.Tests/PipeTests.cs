using System;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>Standard input: ingress is never kept waiting by a silent pipe.</summary>
[TestFixture]
public sealed class PipeTests
{
    [Test]
    public void SilentPipe_IsIdleAndGivesRowsAsTheyCome()
    {
        var pipe = new Pipe();
        using Stream reader = pipe.Reader.AsStream();
        using Stream writer = pipe.Writer.AsStream();
        TableDefinition table = Rows.Table("s STRING", ("connector", "filesystem"), ("path", "-"), ("format", "csv"));
        var heap = new NativeHeap();
        var connectors = new FileConnectors(new FileConnectorOptions { StandardInput = reader });
        using var record = new SourceRecord(heap, table.Schema);
        using ITableSource source = connectors.OpenSources(table, heap)[0];

        Assert.That(source.Read(record, default), Is.EqualTo(ReadStatus.Idle));
        Send(writer, "a\nb");
        Assert.That(Next(source, record), Is.EqualTo(ReadStatus.Row));
        Assert.That(Rows.Print(record.Row.View), Is.EqualTo("+I[a]"));
        Assert.That(source.Read(record, default), Is.EqualTo(ReadStatus.Idle), "half a line is no record");
        Send(writer, "c\n");
        Assert.That(Next(source, record), Is.EqualTo(ReadStatus.Row));
        Assert.That((Rows.Print(record.Row.View), record.RecordNumber), Is.EqualTo(("+I[bc]", 2L)));
        writer.Dispose();
        Assert.That(Next(source, record), Is.EqualTo(ReadStatus.End));
    }

    /// <summary>A pipe with a name is silent at times as well.</summary>
    [Test]
    public void NamedPipe_IsIdleAndGivesRowsAsTheyCome()
    {
        string path = MakePipe("");
        try
        {
            using var writer = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            TableDefinition table = Rows.Table("s STRING", ("connector", "filesystem"), ("path", path), ("format", "csv"));
            var heap = new NativeHeap();
            using var record = new SourceRecord(heap, table.Schema);
            using ITableSource source = new FileConnectors(new FileConnectorOptions()).OpenSources(table, heap)[0];
            Assert.That((source.Read(record, default), source.IsReplayable), Is.EqualTo((ReadStatus.Idle, false)));
            Send(writer, "a\n");
            Assert.That(Next(source, record), Is.EqualTo(ReadStatus.Row));
            Assert.That(Rows.Print(record.Row.View), Is.EqualTo("+I[a]"));
            Assert.That(source.Read(record, default), Is.EqualTo(ReadStatus.Idle));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Nobody has to write to it when the job starts: other tables go on meanwhile.</summary>
    [Test]
    public void NamedPipe_ThatNobodyWritesTo_IsIdle()
    {
        string path = MakePipe("");
        try
        {
            TableDefinition table = Rows.Table("s STRING", ("connector", "filesystem"), ("path", path), ("format", "csv"));
            var heap = new NativeHeap();
            using var record = new SourceRecord(heap, table.Schema);
            using ITableSource source = new FileConnectors(new FileConnectorOptions()).OpenSources(table, heap)[0];
            Assert.That(source.Read(record, default), Is.EqualTo(ReadStatus.Idle));
            using var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            Send(writer, "a\n");
            Assert.That(Next(source, record), Is.EqualTo(ReadStatus.Row));
            writer.Dispose();
            Assert.That(Next(source, record), Is.EqualTo(ReadStatus.End));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What is cut off is told of as in a file.</summary>
    [Test]
    public void NamedPipe_OfAGzipThatIsCutOff_EndsInACutShortRecord()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("a\n"u8);
        }

        string path = MakePipe(".gz");
        try
        {
            var writer = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            TableDefinition table = Rows.Table("s STRING", ("connector", "filesystem"), ("path", path), ("format", "csv"));
            var heap = new NativeHeap();
            using var record = new SourceRecord(heap, table.Schema);
            using ITableSource source = new FileConnectors(new FileConnectorOptions()).OpenSources(table, heap)[0];
            writer.Write(packed.ToArray().AsSpan(..^4));
            writer.Dispose();
            ReadStatus last = Next(source, record);
            while (last == ReadStatus.Row)
            {
                last = Next(source, record);
            }

            Assert.That((last, record.Reason), Is.EqualTo((ReadStatus.Rejected, RejectReason.CutShort)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string MakePipe(string suffix)
    {
        string path = Path.Combine(Path.GetTempPath(), $"hotpath-{Guid.NewGuid():N}{suffix}");
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        return path;
    }

    private static void Send(Stream writer, string text)
    {
        writer.Write(Encoding.UTF8.GetBytes(text));
        writer.Flush();
    }

    private static ReadStatus Next(ITableSource source, SourceRecord record)
    {
        ReadStatus status;
        do
        {
            status = source.Read(record, default);
        }
        while (status == ReadStatus.Idle);

        return status;
    }
}
