using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>Tables from DDL-like text, and everything a source gives as text.</summary>
internal static class Rows
{
    internal static TableDefinition Table(string columns, params (string Key, string Value)[] options)
    {
        string[] parts = [.. Split(columns).Select(static part => part.Trim())];
        return new TableDefinition
        {
            Id = 1,
            Name = "t",
            Schema = new RowSchema("t", 1, [.. parts.Select(ToColumn)]),
            NotNullColumns =
            [
                .. Enumerable.Range(0, parts.Length)
                    .Where(i => parts[i].EndsWith(" NOT NULL", StringComparison.Ordinal)),
            ],
            Options = options.ToDictionary(static o => o.Key, static o => o.Value),
        };
    }

    internal static SinkDefinition Sink(
        RowSchema schema, SinkRole role, params (string Key, string Value)[] options)
    {
        return new SinkDefinition
        {
            Id = 0,
            Name = "out",
            Role = role,
            Schema = schema,
            Options = options.ToDictionary(static o => o.Key, static o => o.Value),
        };
    }

    /// <summary>Every record of every source: rows in print form, rejections as <c>!Reason column 'raw'</c>.</summary>
    internal static List<string> ReadAll(
        FileConnectors connectors, TableDefinition table, bool withNumbers = false, long? skipped = null)
    {
        var heap = new NativeHeap();
        var answers = new List<string>();
        using var printer = new Printer(table.Schema);
        using (var record = new SourceRecord(heap, table.Schema))
        {
            foreach (ITableSource source in connectors.OpenSources(table, heap))
            {
                using (source)
                {
                    if (skipped is { } records)
                    {
                        source.SkipTo(records);
                    }

                    ReadStatus status;
                    while ((status = source.Read(record, default)) != ReadStatus.End)
                    {
                        if (status == ReadStatus.Idle)
                        {
                            continue;
                        }

                        string text = status == ReadStatus.Row
                            ? printer.Print(record.Row.View)
                            : $"!{record.Reason} {record.Column} '{Encoding.UTF8.GetString(record.Raw)}'";
                        answers.Add(withNumbers ? $"{record.FileIndex}:{record.RecordNumber} {text}" : text);
                    }
                }
            }
        }

        Assert.That(heap.LiveBytes, Is.Zero, "native memory leaked");
        return answers;
    }

    internal static List<string> ReadText(
        TableDefinition table,
        byte[] data,
        int chunkBytes = 4096,
        int recordBytesMax = 1024 * 1024,
        bool withNumbers = false)
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(file, data);
        try
        {
            var connectors = new FileConnectors(new FileConnectorOptions
            {
                ChunkBytes = chunkBytes,
                RecordBytesMax = recordBytesMax,
            });
            var options = new Dictionary<string, string>(table.Options) { ["path"] = file };
            return ReadAll(connectors, table with { Options = options }, withNumbers);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A row in the form of Flink's print connector.</summary>
    internal static string Print(RowView row)
    {
        using var printer = new Printer(row.Schema);
        return printer.Print(row);
    }

    private static IEnumerable<string> Split(string columns)
    {
        int start = 0;
        int depth = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            depth += columns[i] == '(' ? 1 : columns[i] == ')' ? -1 : 0;
            if (columns[i] == ',' && depth == 0)
            {
                yield return columns[start..i];
                start = i + 1;
            }
        }

        yield return columns[start..];
    }

    private static Column ToColumn(string declaration)
    {
        int space = declaration.IndexOf(' ', StringComparison.Ordinal);
        string type = declaration[(space + 1)..].Replace(" NOT NULL", string.Empty, StringComparison.Ordinal);
        int[] numbers =
        [
            .. type.Split('(', ',', ')').Skip(1).Where(static n => n.Trim().Length > 0)
                .Select(static n => int.Parse(n, CultureInfo.InvariantCulture)),
        ];
        return new Column(declaration[..space], type.Split('(')[0] switch
        {
            "BOOLEAN" => SqlType.Boolean,
            "TINYINT" => SqlType.TinyInt,
            "SMALLINT" => SqlType.SmallInt,
            "INT" => SqlType.Int,
            "BIGINT" => SqlType.BigInt,
            "FLOAT" => SqlType.Float,
            "DOUBLE" => SqlType.Double,
            "DECIMAL" => SqlType.Decimal(numbers[0], numbers[1]),
            "STRING" => SqlType.String,
            "CHAR" => new SqlType(SqlTypeKind.Char, numbers[0]),
            "VARCHAR" => new SqlType(SqlTypeKind.VarChar, numbers[0]),
            "BYTES" => SqlType.Bytes,
            "DATE" => SqlType.Date,
            "TIME" => new SqlType(SqlTypeKind.Time, numbers.FirstOrDefault()),
            "TIMESTAMP" => SqlType.Timestamp3,
            "TIMESTAMP_LTZ" => SqlType.TimestampLtz3,
            _ => throw new ArgumentException(declaration, nameof(declaration)),
        });
    }
}
