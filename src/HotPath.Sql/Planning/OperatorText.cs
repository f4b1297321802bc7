using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Groups;
using HotPath.Operators.Windows;
using HotPath.Sql.Binding;

namespace HotPath.Sql.Planning;

/// <summary>
/// What makes an operator the same one in another script: what it reads, filters, window, keys, aggregates, sink.
/// </summary>
internal static class OperatorText
{
    public static string Of(Relation relation, TimeToLive? timeToLive, SinkDefinition sink, bool isLast) =>
        $"{Of(relation, timeToLive)} -> {(isLast ? string.Empty : "stage of ")}{sink.Name}";

    private static string Of(Relation relation, TimeToLive? timeToLive)
    {
        string rows = relation.Inputs.Count == 0
            ? relation.Table.Name
            : $"({string.Join(" | ", relation.Inputs.Select(i => $"{Of(i, timeToLive)}{Having(i)}"))})";
        string filters = RelationText.List(relation.Filters, relation);
        string ttl = timeToLive is { } live ? $" ttl {live.IngestMs} {live.EventMs}" : string.Empty;
        if (relation.Ranking is { } ranking)
        {
            return $"rank {rows} [{filters}] [{RelationText.Of(ranking, relation)}]"
                + (ranking.IsWindowed ? Lateness(relation) : ttl);
        }

        if (relation.Aggregation is null)
        {
            return relation.Window is { Overlaps: true }
                ? $"{Of(relation.Window, rows, filters, relation)} rows"
                : $"project {rows} [{filters}]";
        }

        string calls = string.Join(", ", relation.Aggregation.Calls.Select(call => RelationText.Of(call, relation)));
        string keys = RelationText.List(relation.Aggregation.Keys, relation);
        return relation.Window is null
            ? $"group {rows} [{filters}] [{keys}] [{calls}]{ttl}"
            : $"{Of(relation.Window, rows, filters, relation)} [{keys}] [{calls}]{Lateness(relation)}";
    }

    private static string Of(BoundWindow bound, string rows, string filters, Relation relation)
    {
        WindowSpecification window = bound.Specification;
        string sizes = window.Kind == WindowKind.Tumble ? $"{window.SizeMs}" : $"{window.PaneMs} {window.SizeMs}";
        return $"{bound.Syntax.Function.ToLowerInvariant()} {rows} [{filters}] "
            + $"{RelationText.Of(bound.Time, relation)} {sizes} {window.OffsetMs} {window.Zone?.Id}";
    }

    private static string Lateness(Relation relation) =>
        relation.Lateness is null ? string.Empty : $" kept {relation.Lateness}";

    // What a stage lets through changes the state of the next.
    private static string Having(Relation relation) =>
        $" having [{RelationText.List(relation.GroupFilters, relation)}] "
        + $"[{RelationText.List(relation.Columns.Select(static column => column.Expression), relation)}]";
}
