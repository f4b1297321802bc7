using System;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;

namespace HotPath.Runtime.Sequencing;

/// <summary>How far marks lie apart.</summary>
/// <remarks>Threading: immutable.</remarks>
public readonly record struct MarkInterval
{
    private readonly long _lengthBytes;

    /// <summary>The interval of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <exception cref="HotPathException">HP1001: it is not positive.</exception>
    public MarkInterval(IJobPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _lengthBytes = plan.MarkIntervalBytes > 0
            ? plan.MarkIntervalBytes
            : throw new HotPathException(
                ErrorCode.ConfigurationInvalid, $"mark interval of {plan.MarkIntervalBytes} bytes: must be positive");
    }

    /// <summary>Where the next mark is due: at the first multiple of the interval.</summary>
    /// <param name="markEnd">Position behind the last mark; 0 for none. Unit: bytes.</param>
    /// <returns>Position. Unit: bytes.</returns>
    public long DueBehind(long markEnd) => ((markEnd / _lengthBytes) + 1) * _lengthBytes;
}
