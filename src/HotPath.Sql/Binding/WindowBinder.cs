using System.Globalization;
using System.Linq;
using System.Reflection;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Time;
using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Binds TUMBLE: adds window_start, window_end and window_time to a relation. Source: flink-semantics.md 2.3.
/// </summary>
internal sealed class WindowBinder(DiagnosticBag diagnostics)
{
    private static readonly MethodInfo Start = typeof(WindowFunctions).GetMethod(nameof(WindowFunctions.Start))!;
    private static readonly MethodInfo End = typeof(WindowFunctions).GetMethod(nameof(WindowFunctions.End))!;
    private static readonly MethodInfo ZonedTime = typeof(WindowFunctions)
        .GetMethod(nameof(WindowFunctions.ZonedTime))!;
    private static readonly MethodInfo PlainTime = typeof(WindowFunctions)
        .GetMethod(nameof(WindowFunctions.PlainTime))!;
    private static readonly MethodInfo ToLocal = typeof(WindowFunctions).GetMethod(nameof(WindowFunctions.ToLocal))!;

    public Relation? Bind(WindowTableReference window, Relation source)
    {
        if (source.Aggregation is not null)
        {
            diagnostics.Unsupported(
                window.Place,
                window.Function,
                source.IsUpdating
                    ? "a window over an unbounded GROUP BY"
                    : "a window over the result of another window (cascaded windows)");
            return null;
        }

        if (source.Window is not null)
        {
            diagnostics.Unsupported(window.Place, window.Function, "a window over the rows of another window");
            return null;
        }

        if (FindTime(window, source) is not { } time
            || Specify(window, time, source.Table.Zone) is not { } specification)
        {
            return null;
        }

        BoundExpression local = time.Expression;
        if (specification.Zone is not null)
        {
            local = Call(ToLocal, SqlType.Timestamp3, local, specification.Zone);
        }

        BoundExpression start = Call(Start, SqlType.Timestamp3, local, specification.SizeMs, specification.OffsetMs);
        BoundExpression end = Call(End, SqlType.Timestamp3, local, specification.SizeMs, specification.OffsetMs);
        BoundExpression windowTime = specification.Zone is null
            ? Call(PlainTime, SqlType.Timestamp3, end)
            : Call(ZonedTime, SqlType.TimestampLtz3, end, specification.Zone);
        return source with
        {
            Window = new TumblingWindow(local, specification),
            Columns =
            [
                .. source.Columns,
                new RelationColumn("window_start", start, Bound: WindowBound.Start),
                new RelationColumn("window_end", end, Bound: WindowBound.End),
                new RelationColumn("window_time", windowTime, Bound: WindowBound.Time),
            ],
        };
    }

    private static BoundCall Call(
        MethodInfo method, SqlType type, BoundExpression argument, params object[] constants) =>
        new(new ScalarCall(method, [argument.Type], constants, type, TakesContext: false), [argument]);

    private RelationColumn? FindTime(WindowTableReference window, Relation source)
    {
        string name = window.TimeColumn.Parts[^1];
        RelationColumn? column = source.Columns.FirstOrDefault(c => c.Name == name);
        if (column is null)
        {
            string suggestion = Suggestions.For(name, source.Columns.Select(static c => c.Name));
            diagnostics.Error(window.TimeColumn.Place, name, $"column '{name}' of DESCRIPTOR not found; {suggestion}");
            return null;
        }

        if (!column.IsTimeAttribute)
        {
            diagnostics.Error(
                window.TimeColumn.Place,
                name,
                $"column '{name}' is not a time attribute; declare WATERMARK FOR it in CREATE TABLE and pass it on "
                + "unchanged");
            return null;
        }

        return column;
    }

    private WindowSpecification? Specify(WindowTableReference window, RelationColumn time, ZoneRules zone)
    {
        bool isZoned = time.Expression.Type.Kind == SqlTypeKind.TimestampLtz;
        long? sizeMs = Milliseconds(window.Size, "window size");
        long? offsetMs = window.Offset is null ? 0 : Milliseconds(window.Offset, "window offset");
        if (sizeMs is null || offsetMs is null)
        {
            return null;
        }

        if (sizeMs <= 0)
        {
            diagnostics.Error(window.Size.Place, window.Size.Text, "the window size must be positive");
            return null;
        }

        if (offsetMs <= -sizeMs || offsetMs >= sizeMs)
        {
            diagnostics.Error(
                window.Offset!.Place, window.Offset.Text,
                "the window offset must be smaller than the window size, in either direction");
            return null;
        }

        return new WindowSpecification(sizeMs.Value, offsetMs.Value, isZoned ? zone : null);
    }

    private long? Milliseconds(LiteralExpression literal, string what)
    {
        if (literal.Kind == LiteralKind.IntervalDay)
        {
            return long.Parse(literal.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }

        diagnostics.Error(literal.Place, literal.Text, $"the {what} must be an INTERVAL of days to seconds");
        return null;
    }
}
