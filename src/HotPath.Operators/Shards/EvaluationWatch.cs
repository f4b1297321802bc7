using System;
using HotPath.Dataflow.Plans;

namespace HotPath.Operators.Shards;

/// <summary>Says of each result of a window that it is evaluated, or that it must not be.</summary>
/// <param name="note">Where the shard says what it evaluates.</param>
/// <param name="quarantined">What is not to be evaluated.</param>
/// <remarks>
/// A result that goes on to another stage is evaluated until all stages have taken it; what one of them fires meanwhile
/// is noted instead. Threading: single-threaded; owned by one shard.
/// </remarks>
internal sealed class EvaluationWatch(EvaluationNote note, QuarantinedRows quarantined)
{
    /// <summary>
    /// Told position of the firing frame plus number of the result while one is evaluated, where a test injects faults.
    /// </summary>
    public Action<long>? Evaluating { get; init; }

    /// <summary>Evaluation of a result begins, unless it is set aside.</summary>
    /// <param name="position">Position of the frame that fires the window. Unit: bytes.</param>
    /// <param name="operatorId">Operator id of the stage.</param>
    /// <param name="tenant">Tenant of the window; 0 for global.</param>
    /// <param name="number">Number of the result among those that the frame fires for the tenant, from 0.</param>
    /// <returns>Whether it begins.</returns>
    public bool TryEnterResult(long position, ulong operatorId, int tenant, long number)
    {
        if (quarantined.HoldsResult(position, operatorId, tenant, number))
        {
            return false;
        }

        note.EnterResult(position, operatorId, tenant, number);
        Evaluating?.Invoke(position + number);
        return true;
    }

    /// <summary>Evaluation has ended, whatever came of it.</summary>
    public void Leave() => note.Leave();
}
