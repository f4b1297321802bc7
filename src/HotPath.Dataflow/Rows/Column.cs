namespace HotPath.Dataflow.Rows;

/// <summary>A column of a row as it is stored.</summary>
/// <param name="Name">Name as declared, case kept.</param>
/// <param name="Type">SQL type.</param>
public sealed record Column(string Name, SqlType Type);
