using System;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;

namespace HotPath.Runtime.Durability;

/// <summary>Refuses a data directory that was made under another plan: its state would not mean the same.</summary>
public static class PlanCheck
{
    /// <summary>Compares plans.</summary>
    /// <param name="known">Text of the plan that the data directory was made with.</param>
    /// <param name="plan">The plan of this run.</param>
    /// <exception cref="HotPathException">HP2009: results may differ; says in what.</exception>
    public static void Compare(string known, IJobPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.DifferenceFrom(known) is { } difference)
        {
            throw new HotPathException(
                ErrorCode.DataDirectoryRefused,
                $"the data directory was made under another plan: {difference}, or give another --data directory");
        }
    }
}
