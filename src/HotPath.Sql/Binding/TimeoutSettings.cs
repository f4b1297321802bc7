using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// How long statements wait for a silent source ('hotpath.window-timeout'), in which column they say what closed a
/// window ('hotpath.closed-by'), and how often the clock ticks ('hotpath.tick-interval').
/// </summary>
internal sealed class TimeoutSettings
{
    /// <summary>The wait.</summary>
    public const string Key = "hotpath.window-timeout";

    /// <summary>The column.</summary>
    public const string ClosedByKey = "hotpath.closed-by";

    /// <summary>The clock.</summary>
    public const string TickKey = "hotpath.tick-interval";

    private const long TickMs = 200;

    private SetStatement? _closedBy;
    private long _timeoutMs;
    private long _tickMs = TickMs;

    /// <summary>Takes a setting.</summary>
    /// <returns>Whether it is one of these.</returns>
    public bool TryTake(SetStatement set, DiagnosticBag diagnostics)
    {
        switch (set.Key)
        {
            case Key:
                _timeoutMs = Durations.Read(set, diagnostics);
                return true;
            case ClosedByKey:
                _closedBy = set;
                return true;
            case TickKey:
                _tickMs = Math.Max(1, Durations.Read(set, diagnostics));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Distance of ticks that statements and tables need; 0 for none. Unit: ms.</summary>
    public long TickIntervalMs(IEnumerable<BoundStatement> statements, PartitionSettings partitions) =>
        statements.Any(statement => statement.TimeoutMs > 0
            || statement.Source.Stages.Any(static stage => stage.HasProcessingTimeWindows)
            || statement.Source.Scanned.Any(table => partitions.IdleMsOf(table.Name) > 0))
            ? _tickMs
            : 0;

    /// <summary>Adds what is in force to a statement.</summary>
    public BoundStatement Apply(BoundStatement statement, DiagnosticBag diagnostics)
    {
        bool hasWindows = statement.Source.Stages.Any(
            static stage => stage.DropsLateRows && !stage.HasProcessingTimeWindows);
        return TellClosing(hasWindows ? statement with { TimeoutMs = _timeoutMs } : statement, diagnostics);
    }

    /// <summary>What comes after a timeout must not be lost without a word.</summary>
    public static void Check(IEnumerable<BoundStatement> statements, DiagnosticBag diagnostics)
    {
        foreach (BoundStatement statement in statements)
        {
            bool isKept = statement.Source.Stages.Any(static stage => stage.Lateness is not null);
            if (statement.TimeoutMs > 0 && !isKept && statement.LateSink is null)
            {
                diagnostics.Error(
                    statement.Place, Key,
                    $"'{Key}' closes windows before their time, and rows that come after would be lost; add SET "
                    + $"'{LatenessSettings.Key}' or SET '{LateOutputSettings.Key}'");
            }
        }
    }

    private BoundStatement TellClosing(BoundStatement statement, DiagnosticBag diagnostics)
    {
        int column = _closedBy is null
            ? -1
            : statement.Outputs.ToList().FindIndex(output => output.Name == _closedBy.Value);
        if (column < 0)
        {
            return statement;
        }

        BoundExpression output = statement.Outputs[column].Expression;
        if (statement.Source is not { Aggregation: not null, Window: { Specification.IsProcessingTime: false } }
            || output is not BoundLiteral { IsNull: true, Type.IsText: true })
        {
            diagnostics.Error(
                statement.Place, _closedBy!.Value,
                $"'{ClosedByKey}': column '{_closedBy.Value}' ({output.Type}) cannot say what closed a window; it must "
                + $"be CAST(NULL AS STRING) in a windowed GROUP BY. Name another column, or SET '{ClosedByKey}' = '' "
                + "before this statement");
            return statement;
        }

        return statement with
        {
            Outputs =
            [
                .. statement.Outputs.Select(
                    (given, i) => i == column ? given with { Expression = new BoundClosedBy() } : given),
            ],
        };
    }
}
