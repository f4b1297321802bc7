namespace HotPath.Sql.Binding;

/// <summary>A column that a table, view or subquery offers.</summary>
/// <param name="Name">Name.</param>
/// <param name="Expression">How it is computed.</param>
/// <param name="IsTimeAttribute">Whether it carries the table's event time, so that windows may be taken over
/// it.</param>
/// <param name="Bound">Which column of a window table function it is.</param>
internal sealed record RelationColumn(
    string Name,
    BoundExpression Expression,
    bool IsTimeAttribute = false,
    WindowBound Bound = WindowBound.None)
{
    /// <summary>Whether it is the ingest time under the name of a time attribute: PROCTIME().</summary>
    public bool IsProcessingTime { get; init; }
}
