using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Foundation.Time;
using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Binds TUMBLE, HOP, CUMULATE and SESSION: adds window_start, window_end and window_time to a relation. Source:
/// flink-semantics.md 2.3.
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
        if (source.Window is not null)
        {
            diagnostics.Unsupported(window.Place, window.Function, "a window over the rows of another window");
            return null;
        }

        if (FindTime(window, source) is not { } time
            || IsOverOperators(window, source, time)
            || FindKeys(window, source) is not { } keys
            || Specify(window, time, source.Table.Zone) is not { } specification)
        {
            return null;
        }

        BoundExpression local = time.Expression;
        if (specification.Zone is not null)
        {
            local = Call(ToLocal, SqlType.Timestamp3, local, specification.Zone);
        }

        // Bounds of earlier windows are columns like any other from here on.
        IEnumerable<RelationColumn> columns = source.Columns.Select(static column =>
            column with { Bound = WindowBound.None });
        return source with
        {
            Window = new BoundWindow(local, specification, window) { PartitionBy = keys },
            Attached = null,
            Columns = [.. columns, .. Bounds(local, specification, time).Select(bound => Named(bound, window))],
        };
    }

    /// <summary>The time just before the end of a window: that of the rows of its aggregation.</summary>
    public static BoundExpression TimeOfEnd(BoundExpression end) => Call(PlainTime, SqlType.Timestamp3, end);

    private static RelationColumn Named(RelationColumn bound, WindowTableReference window) =>
        window.Call is null ? bound : bound with { Name = GroupWindows.Prefix + bound.Name };

    private static IEnumerable<RelationColumn> Bounds(
        BoundExpression local, WindowSpecification window, RelationColumn column)
    {
        SqlType timeType = window.Zone is null ? SqlType.Timestamp3 : SqlType.TimestampLtz3;
        if (window.Kind != WindowKind.Tumble)
        {
            return
            [
                BoundOf(new BoundRowBound(WindowBound.Start, SqlType.Timestamp3), WindowBound.Start),
                BoundOf(new BoundRowBound(WindowBound.End, SqlType.Timestamp3), WindowBound.End),
                BoundOf(new BoundRowBound(WindowBound.Time, timeType), WindowBound.Time),
            ];
        }

        BoundExpression start = Call(Start, SqlType.Timestamp3, local, window.SizeMs, window.OffsetMs);
        BoundExpression end = Call(End, SqlType.Timestamp3, local, window.SizeMs, window.OffsetMs);
        BoundExpression time = window.IsProcessingTime ? column.Expression : window.Zone is null
            ? Call(PlainTime, timeType, end)
            : Call(ZonedTime, timeType, end, window.Zone);
        return
        [
            BoundOf(start, WindowBound.Start),
            BoundOf(end, WindowBound.End),
            BoundOf(time, WindowBound.Time),
        ];
    }

    private static RelationColumn BoundOf(BoundExpression expression, WindowBound bound) => new(
        bound switch
        {
            WindowBound.Start => "window_start",
            WindowBound.End => "window_end",
            _ => "window_time",
        },
        expression,
        Bound: bound);

    // Processing time is that at which a row comes to the window, and behind an operator it comes when that fires.
    private bool IsOverOperators(WindowTableReference window, Relation source, RelationColumn time)
    {
        bool isRefused = !time.IsTimeAttribute
            && source.Inputs.Any(static input =>
                input.HasOperator || input.Window is not null || input.Inputs.Count > 0);
        if (isRefused)
        {
            diagnostics.Unsupported(
                window.Place, window.Function, "a processing-time window over what is not the rows of a table");
        }

        return isRefused;
    }

    private static BoundCall Call(
        MethodInfo method, SqlType type, BoundExpression argument, params object[] constants) =>
        new(new ScalarCall(method, [argument.Type], constants, type, TakesContext: false), [argument]);

    private RelationColumn? FindTime(WindowTableReference window, Relation source)
    {
        RelationColumn? column = Find(window.TimeColumn, "DESCRIPTOR", source);
        if (column is { IsTimeAttribute: false, IsProcessingTime: false })
        {
            string name = window.TimeColumn.Parts[^1];
            diagnostics.Error(
                window.TimeColumn.Place,
                name,
                $"column '{name}' is not a time attribute; declare WATERMARK FOR it in CREATE TABLE and pass it on "
                + "unchanged");
            return null;
        }

        return column;
    }

    private List<BoundExpression>? FindKeys(WindowTableReference window, Relation source)
    {
        RelationColumn?[] columns = [.. window.PartitionBy.Select(name => Find(name, "PARTITION BY", source))];
        return Array.IndexOf(columns, null) >= 0
            ? null
            : [.. columns.Select(static column => column!.Expression)];
    }

    private RelationColumn? Find(NameExpression column, string clause, Relation source)
    {
        string name = column.Parts[^1];
        RelationColumn? found = source.Columns.FirstOrDefault(c => c.Name == name);
        if (found is null)
        {
            string suggestion = NameSuggestions.For(name, source.Columns.Select(static c => c.Name));
            diagnostics.Error(column.Place, name, $"column '{name}' of {clause} not found; {suggestion}");
        }

        return found;
    }

    private WindowSpecification? Specify(WindowTableReference window, RelationColumn time, ZoneRules zone)
    {
        bool isZoned = time.Expression.Type.Kind == SqlTypeKind.TimestampLtz;
        WindowKind kind = window.Function switch
        {
            "HOP" => WindowKind.Hop,
            "CUMULATE" => WindowKind.Cumulate,
            "SESSION" => WindowKind.Session,
            _ => WindowKind.Tumble,
        };
        string sizeName = kind == WindowKind.Session ? "gap" : "size";
        long? sizeMs = Milliseconds(window.Size, $"window {sizeName}");
        long? stepMs = window.Step is null ? sizeMs : Milliseconds(window.Step, $"window {StepName(kind)}");
        long? offsetMs = window.Offset is null ? 0 : Milliseconds(window.Offset, "window offset");
        if (sizeMs is not { } size || stepMs is not { } step || offsetMs is not { } offset)
        {
            return null;
        }

        bool isSound = IsPositive(size, window.Size, sizeName)
            & (window.Step is null || IsPositive(step, window.Step, StepName(kind)));
        return isSound && DividesSize(window, size, step, kind) && IsWithin(window, size, offset, kind)
            ? new WindowSpecification(kind, size, step, Reduced(kind, size, step, offset), isZoned ? zone : null)
            {
                IsProcessingTime = !time.IsTimeAttribute,
            }
            : null;
    }

    private static string StepName(WindowKind kind) => kind == WindowKind.Hop ? "slide" : "step";

    private bool IsPositive(long lengthMs, LiteralExpression literal, string what)
    {
        if (lengthMs > 0)
        {
            return true;
        }

        diagnostics.Error(literal.Place, literal.Text, $"the window {what} must be positive");
        return false;
    }

    private bool DividesSize(WindowTableReference window, long sizeMs, long stepMs, WindowKind kind)
    {
        if (sizeMs % stepMs == 0)
        {
            return true;
        }

        diagnostics.Error(
            window.Size.Place,
            window.Size.Text,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the window size ({sizeMs} ms) must be a multiple of the {StepName(kind)} ({stepMs} ms)"));
        return false;
    }

    // Flink looks at the offset of TUMBLE alone.
    private bool IsWithin(WindowTableReference window, long sizeMs, long offsetMs, WindowKind kind)
    {
        if (kind != WindowKind.Tumble || (offsetMs > -sizeMs && offsetMs < sizeMs))
        {
            return true;
        }

        diagnostics.Error(
            window.Offset!.Place,
            window.Offset.Text,
            "the window offset must be smaller than the window size, in either direction");
        return false;
    }

    // Windows begin again after each slide, or size, so that the rest gives the same ones. Of TUMBLE, whose offset is
    // within its size, the rest is the whole offset.
    private static long Reduced(WindowKind kind, long sizeMs, long stepMs, long offsetMs) =>
        offsetMs % (kind == WindowKind.Hop ? stepMs : sizeMs);

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
