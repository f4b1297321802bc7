using HotPath.Dataflow.Rows;

namespace HotPath.Dataflow.Plans;

/// <summary>Where the rows go that a statement drops as late.</summary>
/// <param name="Id">Id in output identities: behind those of all statements.</param>
/// <param name="Sink">Index of the sink.</param>
/// <param name="Schema">Layout of the sink's rows.</param>
public sealed record LateOutputDefinition(int Id, int Sink, RowSchema Schema);
