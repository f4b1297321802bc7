using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Layouts of the rows that shards put into their arenas.</summary>
internal static class PlanSchemas
{
    public static RowSchema SchemaOf(this IJobPlan plan, int output) => output == DeadLetterSchema.StatementId
        ? DeadLetterSchema.Schema
        : plan.Statements.FirstOrDefault(statement => statement.Id == output)?.OutputSchema
            ?? plan.Statements.First(statement => statement.Late?.Id == output).Late!.Schema;
}
