using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary><c>hotpath explain-output</c> on a <see cref="WindowedJob"/>, and what its rows say.</summary>
internal static class Explanations
{
    public static (int Exit, string Output, string Messages) Explain(WindowedJob job, string options) =>
        WindowedJob.Command($"explain-output --data {job.Data} {options}");

    public static JsonElement Json(WindowedJob job, string options)
    {
        (int exit, string output, string messages) = Explain(job, $"{options} --json");
        Assert.That(exit, Is.Zero, messages);
        using JsonDocument json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }

    /// <summary>Records, from 1, that went into an output.</summary>
    public static IEnumerable<int> Inputs(JsonElement explained) =>
        explained.GetProperty("inputs").EnumerateArray().Select(Record);

    public static int Record(JsonElement input)
    {
        Assert.That(input.GetProperty("source").GetString(), Is.EqualTo("in.csv"));
        Assert.That(input.GetProperty("table").GetString(), Is.EqualTo("events"));
        return input.GetProperty("record").GetInt32();
    }

    /// <summary>Time of a line of the input.</summary>
    public static long TimeMs(string[] row) => TimeMs(row[0]);

    /// <summary>A time as text.</summary>
    public static long TimeMs(string text) =>
        new DateTimeOffset(DateTime.Parse(text, CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
