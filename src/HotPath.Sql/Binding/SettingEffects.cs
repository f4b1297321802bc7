using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Settings for the statements behind them that none of those takes: who mistypes a column, or sets them too late,
/// would believe that they do something.
/// </summary>
internal sealed class SettingEffects
{
    private static readonly Dictionary<string, (Func<BoundStatement, bool> IsTaken, string Where)> Kinds =
        new(StringComparer.Ordinal)
        {
            [SessionSettings.StateTtlKey] = (
                static statement => statement.TimeToLive is { EventMs: > 0 },
                "GROUP BY, DISTINCT or ROW_NUMBER without a window"),
            [TimeoutSettings.Key] = (
                static statement => statement.TimeoutMs > 0,
                "windows over event time"),
            [TimeoutSettings.ClosedByKey] = (
                static statement => statement.Outputs.Any(static output => output.Expression is BoundClosedBy),
                "a column of its name"),
            [LatenessSettings.Key] = (
                static statement => statement.Source.Stages.Any(static stage => stage.Lateness is not null),
                "windows that can be corrected"),
            [LateOutputSettings.Key] = (
                static statement => statement.Source.Stages.Any(static stage => stage.DropsLateRows),
                "windows over event time or first rows"),
        };

    private readonly Dictionary<string, SetStatement> _untaken = new(StringComparer.Ordinal);

    /// <summary>A setting holds from here on.</summary>
    public void Note(SetStatement set)
    {
        if (Kinds.ContainsKey(set.Key))
        {
            _untaken.Remove(set.Key);
            if (!IsOff(set.Value))
            {
                _untaken[set.Key] = set;
            }
        }
    }

    /// <summary>A statement takes what is in force.</summary>
    public void Note(BoundStatement statement)
    {
        foreach (string key in _untaken.Keys.Where(key => Kinds[key].IsTaken(statement)).ToArray())
        {
            _untaken.Remove(key);
        }
    }

    /// <summary>The script has ended.</summary>
    public void Warn(DiagnosticBag diagnostics)
    {
        foreach (SetStatement set in _untaken.Values.Where(_ => !diagnostics.HasErrors))
        {
            diagnostics.Warning(
                set.Place, set.Key, $"'{set.Key}' has no effect: no statement behind it has {Kinds[set.Key].Where}");
        }
    }

    // No table or column, or a duration of 0.
    private static bool IsOff(string value) => value.Length == 0
        || (char.IsAsciiDigit(value[0]) && !value.Any(static c => c is > '0' and <= '9'));
}
