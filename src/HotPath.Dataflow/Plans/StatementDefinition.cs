using HotPath.Dataflow.Rows;

namespace HotPath.Dataflow.Plans;

/// <summary>A running query of the script.</summary>
public sealed record StatementDefinition
{
    /// <summary>Id in output identities: from 1 in script order; 0 is the dead-letter log.</summary>
    public required int Id { get; init; }

    /// <summary>
    /// Number that chooses the shard of a global statement: statements that are inputs of one UNION ALL have the same.
    /// </summary>
    public int Home { get => field == 0 ? Id : field; init; }

    /// <summary>Name for people: the sink's name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Id derived from the plan's structure; state is keyed by it, so it survives reordering of statements.
    /// </summary>
    public required ulong OperatorId { get; init; }

    /// <summary>Index into <see cref="IJobPlan.Tables"/> of the table it reads.</summary>
    public required int Table { get; init; }

    /// <summary>Index of the sink its rows go to.</summary>
    public required int Sink { get; init; }

    /// <summary>
    /// Whether every stateful operator's key contains the tenant: it then runs under its tenant's clock.
    /// </summary>
    public required bool IsTenantScoped { get; init; }

    /// <summary>Layout of its output rows.</summary>
    public required RowSchema OutputSchema { get; init; }

    /// <summary>Where its late rows go; <see langword="null"/> when they are counted only.</summary>
    public LateOutputDefinition? Late { get; init; }
}
