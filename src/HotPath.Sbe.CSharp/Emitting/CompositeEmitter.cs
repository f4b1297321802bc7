using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the decoder and the encoder of a composite.</summary>
internal static class CompositeEmitter
{
    public static void Emit(SourceWriter writer, SchemaPlan plan, CompositeType type, string name)
    {
        EmitDecoder(writer, plan, type, name + "Decoder");
        writer.Blank();
        EmitEncoder(writer, plan, type, name + "Encoder");
    }

    private static void EmitDecoder(SourceWriter writer, SchemaPlan plan, CompositeType type, string name)
    {
        var nothing = new BlockImage(type.SizeBytes, plan.IsBigEndian);
        nothing.Composite(type, 0, isAbsent: true);
        writer.Describe(type, $"Composite {type.Name}, for reading.", $"{type.SizeBytes} bytes.");
        writer.Open($"public readonly ref struct {name}");
        EmitHead(writer, type, name, Wire.ReadOnlySpan);
        writer.Blank();
        writer.Summary("A composite in which everything is null: what a version without it has.");
        writer.Lines($"public static {name} Null => new {name}(Image);");
        writer.Blank();
        nothing.EmitLiteral(writer, "Image");
        foreach (MemberPlan member in plan.Members(type))
        {
            MemberSite site = MemberSite.OfComposite(plan, member, type.Name);
            FieldReaders.Emit(writer, site, site.At.OffsetBytes);
        }

        JsonEmitter.Emit(writer, () =>
        {
            foreach (MemberPlan member in plan.Members(type))
            {
                JsonEmitter.EmitField(writer, MemberSite.OfComposite(plan, member, type.Name));
            }
        });
        writer.Close();
    }

    private static void EmitEncoder(SourceWriter writer, SchemaPlan plan, CompositeType type, string name)
    {
        writer.Describe(type, $"Composite {type.Name}, for writing.", $"{type.SizeBytes} bytes.");
        writer.Open($"public readonly ref struct {name}");
        EmitHead(writer, type, name, Wire.Span);
        string guard = $"{Wire.Generated}.SbeThrow.NotWrapped({Documentation.Literal(type.Name)});";
        foreach (MemberPlan member in plan.Members(type))
        {
            MemberSite site = MemberSite.OfComposite(plan, member, type.Name) with { Guard = guard };
            FieldWriters.Emit(writer, site, site.At.OffsetBytes);
        }

        writer.Close();
    }

    private static void EmitHead(SourceWriter writer, CompositeType type, string name, string span)
    {
        writer.Summary("Length on the wire. Unit: bytes.");
        writer.Lines($"public const int Size = {type.SizeBytes};");
        writer.Blank();
        writer.Lines($"private readonly {span} _octets;");
        writer.Blank();
        writer.Lines($"internal {name}({span} octets) => _octets = octets;");
        writer.Blank();
        writer.Summary("The composite at the begin of a span, which must be at least as long.");
        writer.Lines($"public static {name} Wrap({span} octets) => new {name}(octets.Slice(0, Size));");
    }
}
