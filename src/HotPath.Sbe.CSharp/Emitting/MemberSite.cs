using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>A field, or a member of a composite, with what is around it.</summary>
internal sealed record MemberSite
{
    public required SchemaPlan Plan { get; init; }

    public required MemberPlan Names { get; init; }

    public required SbeType Type { get; init; }

    public required Presence Presence { get; init; }

    public ConstantValue? Constant { get; init; }

    /// <summary>Version that brought it; 0 in a composite, which comes as a whole.</summary>
    public int SinceVersion { get; init; }

    /// <summary>Expression of the octets that it lies in.</summary>
    public required string Span { get; init; }

    public required Place At { get; init; }

    /// <summary>Names from the message or composite on.</summary>
    public required string Path { get; init; }

    /// <summary>Statement that checked code begins with when it writes; empty for none.</summary>
    public string Guard { get; init; } = "";

    public SchemaElementModel Element => Names.Element;

    public bool IsBigEndian => Plan.IsBigEndian;

    /// <summary>Whether it can be null: by its presence, or because the version of a message lacks it.</summary>
    public bool IsNullable => Presence == Presence.Optional || SinceVersion > 0;

    /// <summary>Condition of a version that lacks it.</summary>
    public string IsAbsent => $"_version < {SinceVersion}";

    public static MemberSite OfField(SchemaPlan plan, MemberPlan names, string path, string span, Place block)
    {
        var field = (Field)names.Element;
        return new MemberSite
        {
            Plan = plan,
            Names = names,
            Type = field.Type,
            Presence = field.Presence,
            Constant = field.Constant ?? ConstantOf(field.Type, field.Presence),
            SinceVersion = field.Presence == Presence.Constant ? 0 : field.SinceVersion,
            Span = span,
            At = block + field.OffsetBytes,
            Path = $"{path}.{field.Name}",
        };
    }

    public static MemberSite OfComposite(SchemaPlan plan, MemberPlan names, string path)
    {
        var member = (CompositeMember)names.Element;
        return new MemberSite
        {
            Plan = plan,
            Names = names,
            Type = member.Type,
            Presence = member.Presence,
            Constant = ConstantOf(member.Type, member.Presence),
            Span = "_octets",
            At = new Place("", member.OffsetBytes),
            Path = $"{path}.{member.Name}",
        };
    }

    private static ConstantValue? ConstantOf(SbeType type, Presence presence) =>
        presence == Presence.Constant ? (type as EncodedType)?.Constant : null;

    /// <summary>Facts for the documentation.</summary>
    public string Facts(int blockOffsetBytes) => Presence == Presence.Constant
        ? "Constant; not on the wire."
        : $"Offset {blockOffsetBytes}, {Type.SizeBytes} bytes{Optional}.{Unit}";

    private string Optional => Presence == Presence.Optional ? ", optional" : "";

    private string Unit => Element is Field { TimeUnit: { } unit } timed
        ? $" Unit: {unit}, epoch {timed.Epoch ?? "unix"}."
        : "";
}
