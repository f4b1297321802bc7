using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using HotPath.Daemon.Reports;
using HotPath.Foundation.Errors;

namespace HotPath.Daemon.Status;

/// <summary>The status document as people read it.</summary>
internal sealed class StatusView
{
    private const int NameWidth = 16;
    private const int FigureWidth = 11;
    private const int BodyLinesMin = 3;

    private static readonly string[] Headings =
        ["events", "p50", "p99", "p99.9", "max", "mean", "ingress", "processing", "commit", "release"];

    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(5); // it is written every second

    private readonly JsonElement _status;
    private readonly DateTime _writtenUtc;

    private StatusView(JsonElement status, DateTime writtenUtc)
    {
        _status = status;
        _writtenUtc = writtenUtc;
    }

    /// <summary>Whether the process that wrote it is still there, or was to the end.</summary>
    public bool IsAlive => HasEnded || IsProcess(Number("pid"));

    /// <summary>Whether the node will not change it any more.</summary>
    public bool IsEnded => HasEnded || !IsAlive;

    private bool HasEnded => Text("state") is "stopped" or "failed" or "unbalanced";

    private TimeSpan Age => DateTime.UtcNow - _writtenUtc;

    /// <summary>Reads the document.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <returns>The view.</returns>
    /// <exception cref="HotPathException">HP2001: there is none.</exception>
    public static StatusView Read(string dataDirectory)
    {
        string path = Path.Combine(Path.GetFullPath(dataDirectory), NodeStatus.FileName);
        try
        {
            // Of the file that is read: another may have taken its place meanwhile.
            using FileStream file = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(file);
            return new StatusView(document.RootElement.Clone(), File.GetLastWriteTimeUtc(file.SafeFileHandle));
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

    /// <summary>What there is to show.</summary>
    /// <param name="note">What else is to be said of it, or <see langword="null"/>.</param>
    /// <param name="linesMax">Lines that there is room for.</param>
    /// <param name="columnsMax">Columns: figures that do not fit are left out.</param>
    /// <returns>At most so many lines, at least one; names and texts may be wider.</returns>
    public IReadOnlyList<string> Lines(string? note, int linesMax, int columnsMax)
    {
        var lines = new List<string> { Head() };
        if (Text("error") is { Length: > 0 } error)
        {
            lines.Add(error);
        }

        if ((note ?? AgeNote()) is { } more)
        {
            lines.Add(more);
        }

        int room = Math.Max(1, linesMax);
        lines.AddRange(Latency(room - lines.Count, columnsMax));
        return lines.Count > room ? lines[..room] : lines;
    }

    private static bool IsProcess(long pid) =>
        Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}"));

    private static string Row(string name, IReadOnlyList<string> cells, int columnsMax)
    {
        var row = new StringBuilder(name.Length > NameWidth ? name[..NameWidth] : name.PadRight(NameWidth));
        foreach (string cell in cells.Take(Math.Max(0, (columnsMax - NameWidth) / FigureWidth)))
        {
            row.Append(cell.PadLeft(FigureWidth));
        }

        return row.ToString();
    }

    private static string Row(LatencyLine line, int columnsMax) => Row(
        line.Tenant ?? "(all)",
        [
            Quantity.Count(line.Events),
            Quantity.Nanoseconds(line.P50Ns),
            Quantity.Nanoseconds(line.P99Ns),
            Quantity.Nanoseconds(line.P999Ns),
            Quantity.Nanoseconds(line.MaxNs),
            Quantity.Nanoseconds(line.MeanNs),
            .. line.Stages.Select(static stage => Quantity.Nanoseconds(stage.MeanNs)),
        ],
        columnsMax);

    // Rate and lag are of the moment: they are left out where that is past.
    private string Head()
    {
        bool isCurrent = !IsEnded && Age < AgeMax && _status.TryGetProperty("lagMs", out _);
        string state = IsAlive ? Text("state") : $"{Text("state")}, but process {Number("pid")} is gone";
        string rate = isCurrent ? $", {Quantity.Rate(Number("eventsPerSecond"))}" : string.Empty;
        string lag = isCurrent
            ? $", lag {Quantity.Duration(TimeSpan.FromMilliseconds(Number("lagMs")))}"
            : string.Empty;
        return $"{state}, pid {Number("pid")}: {Quantity.Count(Number("events"), "event")}{rate}, position "
            + $"{Quantity.Count(Number("position"))}{lag}, {Quantity.Count(Number("deadLetters"), "dead letter")}";
    }

    // A node that starts writes none while it opens its directory, however long that takes.
    private string? AgeNote()
    {
        if (Age < AgeMax || HasEnded)
        {
            return null;
        }

        string old = $"these figures are {Quantity.Duration(Age)} old: the process ";
        return !IsAlive ? old + "wrote none after them"
            : Text("state") == "starting" ? old + "has written none since"
            : old + "does not write them; is it stopped, or has it no processor?";
    }

    private IEnumerable<string> Latency(int linesMax, int columnsMax)
    {
        IReadOnlyList<LatencyLine> lines = _status.TryGetProperty(NodeStatus.LatencyMember, out JsonElement latency)
            ? latency.Deserialize(ReportJson.Default.IReadOnlyListLatencyLine) ?? []
            : [];
        if (lines.Count == 0)
        {
            return [string.Empty, "no event has been released by this process yet"];
        }

        string[] headings =
        [
            string.Empty,
            "from intended arrival to release; the means of the stages add up to the mean",
            Row("tenant", Headings, columnsMax),
        ];

        // What is below the headings: all, a tenant, and how many more there are. Where little fits that goes first.
        int given = Math.Clamp(linesMax - BodyLinesMin, 0, headings.Length);
        int room = Math.Max(1, linesMax - given);
        int shown = lines.Count <= room ? lines.Count : room - 1;
        IEnumerable<string> shownLines =
            headings.TakeLast(given).Concat(lines.Take(shown).Select(line => Row(line, columnsMax)));
        return shown == lines.Count
            ? shownLines
            : shownLines.Append($"and {Quantity.Count(lines.Count - shown, "tenant")} more");
    }

    private string Text(string member) =>
        _status.TryGetProperty(member, out JsonElement value) ? value.GetString() ?? string.Empty : string.Empty;

    private long Number(string member) =>
        _status.TryGetProperty(member, out JsonElement value) ? value.GetInt64() : 0;
}
