using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>A plan whose tenant column is a timestamp.</summary>
internal sealed class BadTenantPlan(ShopPlan plan) : PlanDecorator(plan)
{
    public override IReadOnlyList<TableDefinition> Tables { get; } =
        [.. plan.Tables.Select(table => table with { TenantColumn = ShopPlan.RowTime })];
}
