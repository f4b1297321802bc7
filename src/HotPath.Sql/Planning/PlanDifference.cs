using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Sql.Binding;

namespace HotPath.Sql.Planning;

/// <summary>Tells in what a plan differs from one that stands in a log, if it may differ in results.</summary>
internal static class PlanDifference
{
    private const int ExcerptChars = 60;

    /// <summary>Compares.</summary>
    /// <param name="known">Text of the plan in the log.</param>
    /// <param name="plan">The plan of now.</param>
    /// <returns>What differs and what to do; <see langword="null"/> when results are provably the same.</returns>
    public static string? Of(string known, SqlJobPlan plan)
    {
        if (string.Equals(known, plan.PlanText, StringComparison.Ordinal))
        {
            return null;
        }

        if (PlanText.ReadSections(known) is not { } was)
        {
            return "its plan is of another version of hotpath; run the version that it was made with";
        }

        Dictionary<string, string> now = PlanText.ReadSections(plan.PlanText)!;
        foreach (string name in now.Keys.Union(was.Keys).Where(static name => name != PlanText.ScriptSection))
        {
            string? before = was.GetValueOrDefault(name);
            string? after = now.GetValueOrDefault(name);
            if (before != after)
            {
                return Script(known, plan) ?? Section(name, before, after);
            }
        }

        return was.ContainsKey(PlanText.ScriptSection) ? Script(known, plan) : "its plan holds no script";
    }

    private static string? Script(string known, SqlJobPlan plan)
    {
        if (CanonicalOf(known, plan) is not { } was)
        {
            return "its script is none that this version of hotpath compiles; run the version that it was made with";
        }

        IReadOnlyList<string> now = plan.Canonical;
        int line = 0;
        while (line < was.Count && line < now.Count && was[line] == now[line])
        {
            line++;
        }

        if (line == was.Count && line == now.Count)
        {
            return null;
        }

        string before = line < was.Count ? was[line] : string.Empty;
        string after = line < now.Count ? now[line] : string.Empty;
        int at = before.AsSpan().CommonPrefixLength(after);
        return $"'{Excerpt(before, at)}' is now '{Excerpt(after, at)}'; run the script it was made with";
    }

    private static IReadOnlyList<string>? CanonicalOf(string known, SqlJobPlan plan)
    {
        try
        {
            string? functions = plan.Settings.GetValueOrDefault(FunctionSettings.Key);
            return (SqlCompiler.CompilePlanText(known, functions).Plan as SqlJobPlan)?.Canonical;
        }
        catch (HotPathException)
        {
            return null;
        }
    }

    private static string Section(string name, string? before, string? after) => name switch
    {
        PlanText.SemanticsSection =>
            $"semantics version {before ?? "none"} is now {after ?? "none"}: equal logs may give other results; run "
            + "the version of hotpath that it was made with",
        PlanText.ZoneSection =>
            $"time-zone data '{before}' is now '{after}': the zone has other rules than when it was made; install the "
            + "tzdata of then",
        PlanText.FunctionsSection =>
            $"functions were '{before ?? "none"}' and are now '{after ?? "none"}' (name, class, hash of the assembly): "
            + "equal logs may give other results; name the assembly that it was made with by SET "
            + $"'{FunctionSettings.Key}'",
        _ => $"section '{name}' of its plan was '{Excerpt(before, FirstDifference(before, after))}' and is now "
            + $"'{Excerpt(after, FirstDifference(before, after))}'; run what it was made with",
    };

    private static int FirstDifference(string? before, string? after) =>
        (before ?? string.Empty).AsSpan().CommonPrefixLength(after ?? string.Empty);

    private static string Excerpt(string? whole, int at)
    {
        string text = whole ?? string.Empty;
        int start = Math.Clamp(at - (ExcerptChars / 2), 0, text.Length);
        int end = Math.Min(start + ExcerptChars, text.Length);
        return (start > 0 ? "..." : string.Empty) + text[start..end] + (end < text.Length ? "..." : string.Empty);
    }
}
