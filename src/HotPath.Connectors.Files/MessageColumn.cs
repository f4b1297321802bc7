using HotPath.Connectors.Files.Options;
using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files;

/// <summary>A column that suits a member of an SBE message.</summary>
/// <param name="Name">Shortest name that can only mean this member; no other column has it.</param>
/// <param name="Type">Type of the column.</param>
/// <param name="MemberPath">The member, <c>envelope.userId</c>.</param>
/// <param name="Description">What the schema says about it.</param>
/// <param name="IsNullable">Whether a message may lack it.</param>
/// <param name="IsNameAmbiguous">Whether the name may mean another member too: no name can mean this one only.</param>
public sealed record MessageColumn(
    string Name, SqlType Type, string MemberPath, string Description, bool IsNullable, bool IsNameAmbiguous = false)
{
    /// <summary>Key of the option that says which member the column stands for; its value is the path.</summary>
    public string MemberOption => SbeOptions.MemberKeyOf(Name);
}
