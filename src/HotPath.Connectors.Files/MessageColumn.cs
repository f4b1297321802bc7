using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files;

/// <summary>A column that suits a member of an SBE message.</summary>
/// <param name="Name">Shortest name that can only mean this member.</param>
/// <param name="Type">Type of the column.</param>
/// <param name="MemberPath">The member, <c>envelope.userId</c>.</param>
/// <param name="Description">What the schema says about it.</param>
/// <param name="IsNullable">Whether a message may lack it.</param>
public sealed record MessageColumn(
    string Name, SqlType Type, string MemberPath, string Description, bool IsNullable);
