using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using HotPath.Daemon.Reports;
using HotPath.Foundation.Errors;

namespace HotPath.Daemon.Status;

/// <summary>The status document as people read it.</summary>
internal sealed class StatusView
{
    private const int NameWidth = 16;
    private const int FigureWidth = 11;

    private static readonly string[] Headings =
        ["events", "p50", "p99", "p99.9", "max", "mean", "ingress", "processing", "commit", "release"];

    private readonly JsonElement _status;

    private StatusView(JsonElement status) => _status = status;

    /// <summary>Whether the process that wrote it is still there, or was to the end.</summary>
    public bool IsAlive => Text("state") is "stopped" or "failed" or "unbalanced" || IsProcess(Number("pid"));

    /// <summary>Whether the node will not change it any more.</summary>
    public bool IsEnded => Text("state") is "stopped" or "failed" or "unbalanced" || !IsAlive;

    /// <summary>Reads the document.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <returns>The view.</returns>
    /// <exception cref="HotPathException">HP2001: there is none.</exception>
    public static StatusView Read(string dataDirectory)
    {
        string path = Path.Combine(Path.GetFullPath(dataDirectory), NodeStatus.FileName);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new StatusView(document.RootElement.Clone());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"--data {dataDirectory}: no status of a node there ({error.Message}); name the data directory of a "
                + "run with --data, try again if that has just been started, or make room if its disk is full: a node "
                + "there cannot write its status",
                error);
        }
    }

    /// <summary>Reads the document, if it is there: a node whose disk is full has none.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <returns>The view, or <see langword="null"/>.</returns>
    public static StatusView? Find(string dataDirectory)
    {
        try
        {
            return Read(dataDirectory);
        }
        catch (HotPathException)
        {
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="linesMax">Lines that there is room for.</param>
    public void WriteTo(TextWriter output, int linesMax)
    {
        string state = IsAlive ? Text("state") : $"{Text("state")}, but process {Number("pid")} is gone";
        output.WriteLine(
            $"{state}, pid {Number("pid")}: {Quantity.Count(Number("events"), "event")}, "
            + $"{Quantity.Rate(Number("eventsPerSecond"))}, position {Quantity.Count(Number("position"))}, lag "
            + $"{Quantity.Duration(TimeSpan.FromMilliseconds(Number("lagMs")))}, "
            + Quantity.Count(Number("deadLetters"), "dead letter"));
        if (Text("error") is { Length: > 0 } error)
        {
            output.WriteLine(error);
        }

        output.WriteLine();
        WriteLatency(output, linesMax - 5);
    }

    private static bool IsProcess(long pid) =>
        Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}"));

    private void WriteLatency(TextWriter output, int linesMax)
    {
        IReadOnlyList<LatencyLine> lines = _status.TryGetProperty(NodeStatus.LatencyMember, out JsonElement latency)
            ? latency.Deserialize(ReportJson.Default.IReadOnlyListLatencyLine) ?? []
            : [];
        if (lines.Count == 0)
        {
            output.WriteLine("no event has been released by this process yet");
            return;
        }

        output.WriteLine("from intended arrival to release; the means of the stages add up to the mean");
        WriteRow(output, "tenant", Headings);
        int shown = Math.Min(lines.Count, Math.Max(1, linesMax));
        for (int i = 0; i < shown; i++)
        {
            WriteLine(output, lines[i]);
        }

        if (shown < lines.Count)
        {
            output.WriteLine($"and {Quantity.Count(lines.Count - shown, "tenant")} more");
        }
    }

    private static void WriteLine(TextWriter output, LatencyLine line)
    {
        var cells = new List<string>
        {
            Quantity.Count(line.Events),
            Quantity.Nanoseconds(line.P50Ns),
            Quantity.Nanoseconds(line.P99Ns),
            Quantity.Nanoseconds(line.P999Ns),
            Quantity.Nanoseconds(line.MaxNs),
            Quantity.Nanoseconds(line.MeanNs),
        };
        foreach (StageLine stage in line.Stages)
        {
            cells.Add(Quantity.Nanoseconds(stage.MeanNs));
        }

        WriteRow(output, line.Tenant ?? "(all)", cells);
    }

    private static void WriteRow(TextWriter output, string name, IReadOnlyList<string> cells)
    {
        output.Write(name.Length > NameWidth ? name[..NameWidth] : name.PadRight(NameWidth));
        foreach (string cell in cells)
        {
            output.Write(cell.PadLeft(FigureWidth));
        }

        output.WriteLine();
    }

    private string Text(string member) =>
        _status.TryGetProperty(member, out JsonElement value) ? value.GetString() ?? string.Empty : string.Empty;

    private long Number(string member) =>
        _status.TryGetProperty(member, out JsonElement value) ? value.GetInt64() : 0;
}
