using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Sql.Parsing;

/// <summary>Arguments of a window table function. Source: specs/flink-semantics.md 2.3.</summary>
/// <param name="Function">Name in upper case.</param>
/// <param name="Step">Name of the argument that says how far apart windows start or end; null for none.</param>
internal sealed record WindowSignature(string Function, string? Step)
{
    private static readonly WindowSignature[] All =
        [new("TUMBLE", null), new("HOP", "SLIDE"), new("CUMULATE", "STEP"), new("SESSION", null)];

    /// <summary>Names of all.</summary>
    public static IEnumerable<string> Functions => All.Select(static signature => signature.Function);

    /// <summary>Whether it has windows of no fixed size, a table by keys and no offset.</summary>
    public bool IsSession => Function == "SESSION";

    /// <summary>Names of the arguments by place; the offset may be left out.</summary>
    public string[] Arguments { get; } = Function == "SESSION"
        ? ["DATA", "TIMECOL", "GAP"]
        : Step is null ? ["DATA", "TIMECOL", "SIZE", "OFFSET"] : ["DATA", "TIMECOL", Step, "SIZE", "OFFSET"];

    /// <summary>Those that must be there, for people.</summary>
    public string Needed => Step is null
        ? $"a table, a DESCRIPTOR and a {(IsSession ? "gap" : "size")}"
        : $"a table, a DESCRIPTOR, a {Step.ToLowerInvariant()} and a size";

    /// <summary>A call.</summary>
    public string Example =>
        $"{Function}(TABLE t{(IsSession ? " PARTITION BY k" : "")}, DESCRIPTOR(ts), "
        + $"{(Step is null ? "" : "INTERVAL '5' SECOND, ")}INTERVAL '10' SECOND)";

    /// <summary>Names of the arguments, for people.</summary>
    public string Names =>
        $"{string.Join(", ", Arguments.SkipLast(1))} and {(IsSession ? Arguments[^1] : $"`{Arguments[^1]}`")}";

    /// <summary>The signature of a function.</summary>
    /// <param name="function">Name in upper case.</param>
    /// <returns>The signature, or null.</returns>
    public static WindowSignature? Of(string function) => Array.Find(All, s => s.Function == function);
}
