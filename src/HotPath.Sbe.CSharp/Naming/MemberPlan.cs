using System.Collections.Generic;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp.Naming;

/// <summary>What one member is called, and what is derived from it. Encoder and decoder use the same names.</summary>
internal sealed class MemberPlan
{
    private MemberPlan(SchemaElementModel element, string name)
    {
        Element = element;
        Name = name;
    }

    public SchemaElementModel Element { get; }

    /// <summary>Property.</summary>
    public string Name { get; }

    /// <summary>Property of the value with its null value, or of all octets of a text.</summary>
    public string Raw { get; private set; } = "";

    /// <summary>Property: whether the version of the message has the member.</summary>
    public string InActingVersion { get; private set; } = "";

    /// <summary>Method: an element, or a string.</summary>
    public string Get { get; private set; } = "";

    /// <summary>Method: an element with its null value.</summary>
    public string GetRaw { get; private set; } = "";

    /// <summary>Method: an element, all elements, or text.</summary>
    public string Set { get; private set; } = "";

    /// <summary>Method: all elements into a span.</summary>
    public string CopyTo { get; private set; } = "";

    /// <summary>Method: data.</summary>
    public string Write { get; private set; } = "";

    /// <summary>Constant: elements of an array.</summary>
    public string Length { get; private set; } = "";

    /// <summary>Method: opens a group for writing.</summary>
    public string Count { get; private set; } = "";

    /// <summary>Type of a group.</summary>
    public string GroupType { get; private set; } = "";

    /// <summary>Type of an entry.</summary>
    public string EntryType { get; private set; } = "";

    /// <summary>Field of a decoder: where the first entry of a group, or data, begins.</summary>
    public string At { get; private set; } = "";

    /// <summary>Field of a decoder: length of the entries of a group.</summary>
    public string BlockAt { get; private set; } = "";

    /// <summary>Field of a decoder: number of entries of a group.</summary>
    public string CountAt { get; private set; } = "";

    /// <summary>Names the members of a block or composite.</summary>
    public static IReadOnlyList<MemberPlan> Of(IEnumerable<SchemaElementModel> elements, NameScope scope)
    {
        // Members before what is derived from them: a field named priceRaw keeps its name.
        var members = new List<MemberPlan>();
        foreach (SchemaElementModel element in elements)
        {
            members.Add(new MemberPlan(element, scope.Take(Identifiers.Pascal(element.Name))));
        }

        members.ForEach(member => member.Derive(scope));
        return members;
    }

    /// <summary>Names the members of a composite.</summary>
    public static IReadOnlyList<MemberPlan> OfComposite(CompositeType type, string name) =>
        Of(type.Members, BlockPlan.Scope(name + "Decoder", name + "Encoder"));

    private void Derive(NameScope scope)
    {
        string name = Name.TrimStart('@');
        InActingVersion = scope.Take(name + "InActingVersion");
        if (Element is Group)
        {
            At = scope.Take("_at" + name);
            BlockAt = scope.Take("_block" + name);
            CountAt = scope.Take("_count" + name);
            Count = scope.Take(name + "Count");
            GroupType = scope.Take(name + "Group");
            EntryType = scope.Take(name + "Entry");
            return;
        }

        Get = scope.Take("Get" + name);
        Write = scope.Take("Write" + name);
        if (Element is VarData)
        {
            At = scope.Take("_at" + name);
            return;
        }

        Raw = scope.Take(name + "Raw");
        GetRaw = scope.Take($"Get{name}Raw");
        Set = scope.Take("Set" + name);
        CopyTo = scope.Take($"Copy{name}To");
        Length = scope.Take(name + "Length");
    }
}
