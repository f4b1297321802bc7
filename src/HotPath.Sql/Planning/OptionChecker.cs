using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Sql.Binding;

namespace HotPath.Sql.Planning;

/// <summary>Has the WITH options of every table that some statement uses checked by the connectors.</summary>
internal sealed class OptionChecker(BoundSession session, ITableValidation validation, DiagnosticBag diagnostics)
{
    public void Check()
    {
        foreach (TableEntry table in session.Catalog.Tables)
        {
            if (session.Statements.Any(s => ReferenceEquals(s.Source.Table, table)))
            {
                foreach (string problem in validation.Validate(Source(table)))
                {
                    Report(table, problem);
                }
            }

            if (session.Statements.Any(s => ReferenceEquals(s.Sink, table)))
            {
                foreach (string problem in validation.Validate(Sink(table)))
                {
                    Report(table, problem);
                }
            }
        }
    }

    private static TableDefinition Source(TableEntry table) =>
        new() { Id = table.Id, Name = table.Name, Schema = table.Schema, Options = table.Options };

    private static SinkDefinition Sink(TableEntry table) =>
        new() { Id = 0, Name = table.Name, Role = SinkRole.Table, Schema = table.Schema, Options = table.Options };

    private void Report(TableEntry table, string problem) =>
        diagnostics.Error(table.Syntax.Place, table.Name, $"table '{table.Name}': {problem}");
}
