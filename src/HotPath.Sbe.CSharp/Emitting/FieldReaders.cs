using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the properties and methods by which a decoder reads a member of fixed length.</summary>
internal static class FieldReaders
{
    public static void Emit(SourceWriter writer, MemberSite site, int offsetBytes)
    {
        writer.Blank();
        if (site.Constant is not null)
        {
            ConstantReaders.Emit(writer, site, offsetBytes);
            return;
        }

        switch (site.Type)
        {
            case EncodedType { Primitive: PrimitiveType.Char, Length: > 1 } text:
                EmitText(writer, site, text, offsetBytes);
                break;
            case EncodedType { Length: > 1 } array:
                ArrayReaders.Emit(writer, site, array, offsetBytes);
                break;
            case EncodedType number:
                EmitNumber(writer, site, number, offsetBytes);
                break;
            case EnumType named:
                EmitCast(writer, site, named.Primitive, Wire.Literal(named.NullValue), offsetBytes);
                break;
            case SetType set:
                EmitCast(writer, site, set.Primitive, "0", offsetBytes);
                break;
            case CompositeType composite:
                EmitComposite(writer, site, composite, offsetBytes);
                break;
            default:
                break;
        }

        EmitInActingVersion(writer, site);
    }

    private static void EmitInActingVersion(SourceWriter writer, MemberSite site)
    {
        if (site.SinceVersion > 0)
        {
            writer.Blank();
            writer.Summary($"Whether the version of the message has {site.Element.Name}.");
            writer.Deprecate(site.Element);
            writer.Lines($"public bool {site.Names.InActingVersion} => _version >= {site.SinceVersion};");
        }
    }

    private static void EmitNumber(SourceWriter writer, MemberSite site, EncodedType type, int offsetBytes)
    {
        string name = Wire.Type(type.Primitive);
        string read = Wire.Read(type.Primitive, site.IsBigEndian, site.Span, site.At);
        string what = $"Field {site.Element.Name}.";
        if (!site.IsNullable)
        {
            writer.Describe(site.Element, what, site.Facts(offsetBytes));
            writer.Lines($"public {name} {site.Names.Name} => {read};");
            return;
        }

        writer.Describe(site.Element, what, site.Facts(offsetBytes) + " Null when it has no value.");
        writer.Open($"public {name}? {site.Names.Name}");
        writer.Open("get");
        if (site.Presence == Presence.Optional)
        {
            writer.Lines($"{name} raw = {site.Names.Raw};");
            writer.Lines($"return {Wire.IsNull("raw", type.NullValue)} ? null : raw;");
        }
        else
        {
            writer.Lines($"return {site.IsAbsent} ? null : {read};");
        }

        writer.Close();
        writer.Close();
        writer.Blank();
        writer.Describe(site.Element, what, "As on the wire, the null value included.");
        string absent = site.SinceVersion > 0 ? $"{site.IsAbsent} ? {Wire.Literal(type.NullValue)} : " : "";
        writer.Lines($"public {name} {site.Names.Raw} => {absent}{read};");
    }

    private static void EmitCast(
        SourceWriter writer, MemberSite site, PrimitiveType primitive, string nullLiteral, int offsetBytes)
    {
        string type = site.Plan.Global(site.Type);
        string read = Wire.Read(primitive, site.IsBigEndian, site.Span, site.At);
        string absent = site.SinceVersion > 0 ? $"{site.IsAbsent} ? ({type})({nullLiteral}) : " : "";
        writer.Describe(
            site.Element, $"Field {site.Element.Name}.",
            site.Facts(offsetBytes) + " What the schema does not know stays as it was sent.");
        writer.Lines($"public {type} {site.Names.Name} => {absent}({type}){read};");
    }

    private static void EmitComposite(
        SourceWriter writer, MemberSite site, CompositeType composite, int offsetBytes)
    {
        string type = site.Plan.Global(site.Type) + "Decoder";
        string absent = site.SinceVersion > 0 ? $"{site.IsAbsent} ? {type}.Null : " : "";
        writer.Describe(
            site.Element, $"Field {site.Element.Name}.",
            site.Facts(offsetBytes) + (site.SinceVersion > 0 ? " All null when the version lacks it." : ""));
        string place = $"{site.At}, {composite.SizeBytes}";
        bool isUnchecked = Wire.IsNear(site.At.OffsetBytes + composite.SizeBytes) && !GivesSpans(composite);
        string octets = isUnchecked ? $"{Wire.Memory}.OctetReader.Block({site.Span}, {place})"
            : $"{site.Span}.Slice({place})";
        writer.Lines($"public {type} {site.Names.Name} => {absent}new {type}({octets});");
    }

    // The block was checked as a whole: a composite of numbers needs no check of its own, as they do not. Spans that
    // are given to users are sliced with a check: those of a default decoder must not lead anywhere.
    private static bool GivesSpans(CompositeType composite)
    {
        foreach (CompositeMember member in composite.Members)
        {
            bool isSpan = member.Type switch
            {
                EncodedType type => type.Length > 1
                    && type.Primitive is (PrimitiveType.Char or PrimitiveType.UInt8),
                CompositeType inner => GivesSpans(inner),
                _ => false,
            };
            if (isSpan)
            {
                return true;
            }
        }

        return false;
    }

    private static void EmitText(SourceWriter writer, MemberSite site, EncodedType type, int offsetBytes)
    {
        string absent = site.SinceVersion > 0 ? $"{site.IsAbsent} ? default : " : "";
        string what = $"Text {site.Element.Name}.";
        writer.Describe(site.Element, what, site.Facts(offsetBytes) + " Octets up to the first NUL.");
        writer.Lines(
            $"public {Wire.ReadOnlySpan} {site.Names.Name} => {Wire.Generated}.SbeFixedText.Read({site.Names.Raw});");
        writer.Blank();
        writer.Describe(site.Element, what, "All octets, with the NUL that fill it.");
        writer.Lines(
            $"public {Wire.ReadOnlySpan} {site.Names.Raw} => {absent}{site.Span}.Slice({site.At}, {type.Length});");
        if (Wire.Encoding(type.CharacterEncoding) is { } encoding)
        {
            writer.Blank();
            writer.Describe(site.Element, what, $"As a string; allocates. Encoding: {type.CharacterEncoding}.");
            writer.Lines($"public string {site.Names.Get}() => {encoding}.GetString({site.Names.Name});");
        }
    }
}
