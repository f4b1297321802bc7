using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Windows;
using HotPath.Sql.Binding;

namespace HotPath.Sql.Planning;

/// <summary>
/// What makes a statement's operators the same ones in another script: table, filters, window, keys, aggregates, sink.
/// </summary>
internal static class OperatorText
{
    public static string Of(BoundStatement statement, SinkDefinition sink)
    {
        Relation relation = statement.Source;
        string filters = RelationText.List(relation.Filters, relation);
        if (relation.Aggregation is null)
        {
            return $"project {relation.Table.Name} [{filters}] -> {sink.Name}";
        }

        string calls = string.Join(", ", relation.Aggregation.Calls.Select(call => RelationText.Of(call, relation)));
        string keys = RelationText.List(relation.Aggregation.Keys, relation);
        if (relation.Window is null)
        {
            string ttl = statement.TimeToLive is { } live ? $" ttl {live.IngestMs} {live.EventMs}" : string.Empty;
            return $"group {relation.Table.Name} [{filters}] [{keys}] [{calls}]{ttl} -> {sink.Name}";
        }

        WindowSpecification window = relation.Window.Specification;
        string sizes = window.Kind == WindowKind.Tumble ? $"{window.SizeMs}" : $"{window.PaneMs} {window.SizeMs}";
        return $"{relation.Window.Syntax.Function.ToLowerInvariant()} {relation.Table.Name} [{filters}] "
            + $"{RelationText.Of(relation.Window.Time, relation)} {sizes} {window.OffsetMs} {window.Zone?.Id} "
            + $"[{keys}] [{calls}] -> {sink.Name}";
    }
}
