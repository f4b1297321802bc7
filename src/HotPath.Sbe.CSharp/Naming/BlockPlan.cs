using System.Collections.Generic;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp.Naming;

/// <summary>Names of a message or a group and of all that it holds.</summary>
internal sealed class BlockPlan
{
    // What every encoder, decoder, group and entry has, and what every type has.
    private static readonly string[] Reserved =
    [
        "ToString", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "Finalize", "ReferenceEquals",
        "Wrap", "TryWrap", "TryWrapRoot", "TryLocate", "Refuse", "WriteJson", "ActingVersion",
        "ActingBlockLength", "EncodedLength", "IsTailUnread", "MinimumBlockLength", "Next", "Count", "Finish",
        "Written", "Null", "Size", "Image", "_frame", "_at", "_version", "_blockLength", "_end", "_buffer", "_block",
        "_cursor", "_count", "_index", "_owed", "_octets", "_entries", "_rest", "_left", "_next",
    ];

    private BlockPlan(Block block, string name, string path, MemberPlan? member, NameScope scope)
    {
        Block = block;
        Name = name;
        Path = path;
        Member = member;
        var elements = new List<SchemaElementModel>();
        elements.AddRange(block.Fields);
        elements.AddRange(block.Groups);
        elements.AddRange(block.Data);
        IReadOnlyList<MemberPlan> members = MemberPlan.Of(elements, scope);
        foreach (MemberPlan one in members)
        {
            if (one.Element is Group group)
            {
                NameScope inner = Scope(one.GroupType, one.EntryType);
                Groups.Add(new BlockPlan(group, one.Name, $"{path}.{group.Name}", one, inner));
            }
            else
            {
                (one.Element is Field ? Fields : Data).Add(one);
            }
        }
    }

    public Block Block { get; }

    /// <summary>Class of a message's constants; property of a group.</summary>
    public string Name { get; }

    /// <summary>Names from the message on, for what is thrown.</summary>
    public string Path { get; }

    /// <summary>Names of a group in what holds it; null for a message.</summary>
    public MemberPlan? Member { get; }

    public List<MemberPlan> Fields { get; } = [];

    public List<BlockPlan> Groups { get; } = [];

    public List<MemberPlan> Data { get; } = [];

    /// <summary>Groups and data.</summary>
    public int TailCount => Groups.Count + Data.Count;

    public static BlockPlan OfMessage(Message message, string name) =>
        new(message, name, message.Name, null, Scope(name + "Decoder", name + "Encoder"));

    /// <summary>Scope of members; none may have the name of the types that they stand in.</summary>
    public static NameScope Scope(string first, string second) => new([.. Reserved, first, second]);
}
