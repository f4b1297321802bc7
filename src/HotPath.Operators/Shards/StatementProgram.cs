using System;
using HotPath.Dataflow.Plans;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>A compiled statement: its definition and its kernels. Immutable; shared by all shards.</summary>
public sealed record StatementProgram
{
    /// <summary>Ids, sink and scope.</summary>
    public required StatementDefinition Definition { get; init; }

    /// <summary>Stateless statements: WHERE and SELECT list.</summary>
    public ProjectionKernel? Projection { get; init; }

    /// <summary>Windowed statements: everything up to the accumulators.</summary>
    public WindowKernel? Window { get; init; }

    /// <summary>
    /// Windowed statements: the key alone, for looking ahead; <see langword="null"/> where computing it twice costs
    /// more than it saves.
    /// </summary>
    public PrefetchKernel? Prefetch { get; init; }

    /// <summary>Windowed statements: everything behind the accumulators.</summary>
    public ResultKernel? Result { get; init; }

    /// <summary>Windowed statements: shows a group to people; compiled when a probe asks for it.</summary>
    public Lazy<GroupInspection>? Inspection { get; init; }

    /// <summary>Windowed statements: the window.</summary>
    public WindowSpecification? Specification { get; init; }

    /// <summary>Windowed statements: the accumulators.</summary>
    public AccumulatorLayout? Accumulators { get; init; }

    /// <summary>
    /// State that a tenant may hold, over all its statements; 0 for any amount and for global ones. Unit: bytes.
    /// </summary>
    public long TenantBytesMax { get; init; }

    /// <summary>Windowed statements: keys up to this lie in the state entry. Unit: bytes.</summary>
    public int InlineKeyBytes { get; init; }
}
