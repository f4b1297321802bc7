using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// The older form of windows, <c>GROUP BY TUMBLE(ts, INTERVAL '10' SECOND)</c>, as a window table function around FROM
/// whose bounds are grouped by. Source: flink-semantics.md 2.3, "Legacy".
/// </summary>
internal static class GroupWindows
{
    /// <summary>What the names of the bounds begin with, so that none is a column's.</summary>
    public const string Prefix = "$";

    private static readonly string[] Bounds = ["window_start", "window_end", "window_time"];

    /// <summary>Whether a call names a window in GROUP BY.</summary>
    public static bool IsWindow(SqlExpression expression) =>
        expression is FunctionExpression { Name: "TUMBLE" or "HOP" or "SESSION" };

    /// <summary>Whether a name is that of a window or of a bound.</summary>
    public static bool IsFunction(string name) => name is "TUMBLE" or "HOP" or "SESSION" or "CUMULATE"
        || name.StartsWith("TUMBLE_", System.StringComparison.Ordinal)
        || name.StartsWith("HOP_", System.StringComparison.Ordinal)
        || name.StartsWith("SESSION_", System.StringComparison.Ordinal);

    /// <summary>The bound that a call such as TUMBLE_START gives; none for other calls.</summary>
    public static WindowBound BoundOf(FunctionExpression function)
    {
        int underscore = function.Name.LastIndexOf('_');
        return underscore > 0 && function.Name[..underscore] is "TUMBLE" or "HOP" or "SESSION"
            ? function.Name[(underscore + 1)..] switch
            {
                "START" => WindowBound.Start,
                "END" => WindowBound.End,
                "ROWTIME" => WindowBound.Time,
                _ => WindowBound.None,
            }
            : WindowBound.None;
    }

    /// <summary>Whether a call such as TUMBLE_START means the window of a query.</summary>
    public static bool IsOf(FunctionExpression function, FunctionExpression? window) =>
        window is not null
        && function.Name[..function.Name.LastIndexOf('_')] == window.Name
        && function.Arguments.Count == window.Arguments.Count
        && function.Arguments.Zip(window.Arguments).All(static pair => pair switch
        {
            (NameExpression left, NameExpression right) => left.Parts[^1] == right.Parts[^1],
            (LiteralExpression left, LiteralExpression right) => left.Kind == right.Kind && left.Text == right.Text,
            _ => false,
        });

    /// <summary>What to tell about a window or a bound outside of where it belongs; null for other names.</summary>
    public static string? Misplaced(string name)
    {
        int underscore = name.IndexOf('_', System.StringComparison.Ordinal);
        string window = underscore < 0 ? name : name[..underscore];
        return !IsFunction(name) || (underscore > 0 && name[(underscore + 1)..] is not ("START" or "END" or "ROWTIME"))
            ? null
            : window == "CUMULATE"
                ? "CUMULATE stands in FROM, as in TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), ...))"
                : underscore < 0
                    ? $"{name} stands in FROM, as in TABLE({name}(TABLE t, DESCRIPTOR(ts), ...)), or in GROUP BY"
                    : $"{name} needs the same window in GROUP BY, as in GROUP BY {window}(ts, ...); of "
                        + $"TABLE({window}(...)) in FROM the bounds are columns such as window_start";
    }

    /// <summary>The query over a window table function.</summary>
    /// <returns>The query itself when it has no such window; null when it was refused.</returns>
    public static SelectQuery? Rewrite(SelectQuery query, DiagnosticBag diagnostics)
    {
        FunctionExpression[] windows =
        [
            .. query.GroupingSets.SelectMany(static set => set).Where(IsWindow).Cast<FunctionExpression>()
                .Distinct(ReferenceEqualityComparer.Instance).Cast<FunctionExpression>(),
        ];
        if (windows.Length == 0)
        {
            return query;
        }

        if (windows.Length > 1)
        {
            diagnostics.Error(windows[1].Place, windows[1].Name, "GROUP BY has two windows; leave one");
            return null;
        }

        if (WindowOf(windows[0], query.From) is not { } from)
        {
            string lengths = windows[0].Name == "HOP"
                ? "INTERVAL '5' SECOND, INTERVAL '10' SECOND"
                : "INTERVAL '10' SECOND";
            diagnostics.Error(
                windows[0].Place,
                windows[0].Name,
                $"{windows[0].Name} in GROUP BY needs a time column and literals, as in "
                + $"{windows[0].Name}(ts, {lengths})");
            return null;
        }

        return query with
        {
            From = from,
            GroupingSets = [.. query.GroupingSets.Select(set => SetOf(set, windows[0]))],
        };
    }

    private static List<SqlExpression> SetOf(IReadOnlyList<SqlExpression> set, FunctionExpression window) =>
    [
        .. set.SelectMany<SqlExpression, SqlExpression>(key => ReferenceEquals(key, window)
            ? [.. Bounds.Select(bound => new NameExpression(window.Place, [Prefix + bound]))]
            : [key]),
    ];

    private static WindowTableReference? WindowOf(FunctionExpression window, TableReference from)
    {
        string? alias = from.Alias ?? (from as NamedTableReference)?.Name;
        return (window.Name, window.Arguments) switch
        {
            ("HOP", [NameExpression time, LiteralExpression slide, LiteralExpression size]) =>
                new WindowTableReference(window.Place, window.Name, from, time, slide, size, null, alias)
                {
                    Call = window,
                },
            ("TUMBLE" or "SESSION", [NameExpression time, LiteralExpression size]) =>
                new WindowTableReference(window.Place, window.Name, from, time, null, size, null, alias)
                {
                    Call = window,
                },
            _ => null,
        };
    }
}
