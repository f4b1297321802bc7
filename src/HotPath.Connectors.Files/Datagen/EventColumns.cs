using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Generator.Rows;

namespace HotPath.Connectors.Files.Datagen;

/// <summary>Which columns a table may have for those of events.</summary>
internal static class EventColumns
{
    // A signed 64-bit number has so many digits.
    private const int NumberDigits = 19;
    private const int MsDigits = 3;

    /// <summary>Finds the column of the events that a column of a table stands for.</summary>
    /// <param name="column">Column of the table.</param>
    /// <param name="events">Columns of the events.</param>
    /// <param name="name">Name of the events.</param>
    /// <param name="problem">What is wrong and what to do, if it stands for none.</param>
    /// <returns>Index; -1 after a problem.</returns>
    public static int Find(
        Column column, IReadOnlyList<EventColumn> events, string name, out string? problem)
    {
        for (int i = 0; i < events.Count; i++)
        {
            if (events[i].Name != column.Name)
            {
                continue;
            }

            problem = Takes(column.Type, events[i].Value)
                ? null
                : $"column '{column.Name}' is {column.Type}, but {events[i].SqlType} in the events '{name}'; declare "
                    + "it so";
            return problem is null ? i : -1;
        }

        string near = NameSuggestions.For(column.Name, events.Select(static e => e.Name));
        problem = $"column '{column.Name}' is none of the events '{name}'; rename it, or compute it with AS; {near}";
        return -1;
    }

    private static bool Takes(SqlType type, EventValue value) => value switch
    {
        EventValue.Text => type == SqlType.String,
        EventValue.Time => type.IsTimestamp && type.Precision >= MsDigits,
        EventValue.Amount =>
            type is { Kind: SqlTypeKind.Decimal, Scale: EventColumn.AmountScale, Precision: >= NumberDigits },
        EventValue.Code => type.Kind is SqlTypeKind.Int or SqlTypeKind.BigInt,
        _ => type.Kind == SqlTypeKind.BigInt,
    };
}
