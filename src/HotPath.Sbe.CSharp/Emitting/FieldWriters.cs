using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the properties and methods by which an encoder writes a member of fixed length.</summary>
internal static class FieldWriters
{
    public static void Emit(SourceWriter writer, MemberSite site, int offsetBytes)
    {
        if (site.Constant is not null)
        {
            return;
        }

        writer.Blank();
        switch (site.Type)
        {
            case EncodedType { Primitive: PrimitiveType.Char, Length: > 1 } text:
                EmitText(writer, site, text, offsetBytes);
                break;
            case EncodedType { Length: > 1 } array:
                EmitArray(writer, site, array, offsetBytes);
                break;
            case EncodedType number:
                EmitNumber(writer, site, number, offsetBytes);
                break;
            case EnumType named:
                EmitCast(writer, site, named.Primitive, offsetBytes);
                break;
            case SetType set:
                EmitCast(writer, site, set.Primitive, offsetBytes);
                break;
            case CompositeType:
                EmitComposite(writer, site, offsetBytes);
                break;
            default:
                break;
        }
    }

    private static void EmitNumber(SourceWriter writer, MemberSite site, EncodedType type, int offsetBytes)
    {
        string name = Wire.Type(type.Primitive);
        string what = $"Field {site.Element.Name}.";
        if (site.Presence != Presence.Optional)
        {
            writer.Describe(site.Element, what, site.Facts(offsetBytes));
            EmitSetter(writer, site, name, site.Names.Name, type.Primitive, "value");
            return;
        }

        writer.Describe(site.Element, what, site.Facts(offsetBytes) + " Null, which it is unless set, means none.");
        string orNull = $"value ?? {Wire.Literal(type.NullValue)}";
        EmitSetter(writer, site, name + "?", site.Names.Name, type.Primitive, orNull);
        writer.Blank();
        writer.Describe(site.Element, what, "As on the wire, the null value included.");
        EmitSetter(writer, site, name, site.Names.Raw, type.Primitive, "value");
    }

    private static void EmitCast(SourceWriter writer, MemberSite site, PrimitiveType primitive, int offsetBytes)
    {
        writer.Describe(site.Element, $"Field {site.Element.Name}.", site.Facts(offsetBytes));
        EmitSetter(
            writer, site, site.Plan.Global(site.Type), site.Names.Name, primitive, $"({Wire.Type(primitive)})value");
    }

    private static void EmitSetter(
        SourceWriter writer, MemberSite site, string type, string name, PrimitiveType primitive, string value)
    {
        writer.Open($"public readonly {type} {name}");
        writer.Open("set");
        EmitGuard(writer, site);
        writer.Lines(Wire.Write(primitive, site.IsBigEndian, site.Span, site.At, value));
        writer.Close();
        writer.Close();
    }

    private static void EmitComposite(SourceWriter writer, MemberSite site, int offsetBytes)
    {
        string type = site.Plan.Global(site.Type) + "Encoder";
        writer.Describe(
            site.Element, $"Field {site.Element.Name}.",
            site.Facts(offsetBytes) + " Put it into a variable to set members.");
        writer.Open($"public readonly {type} {site.Names.Name}");
        writer.Open("get");
        EmitGuard(writer, site);
        writer.Lines($"return new {type}({site.Span}.Slice({site.At}, {site.Type.SizeBytes}));");
        writer.Close();
        writer.Close();
    }

    private static void EmitText(SourceWriter writer, MemberSite site, EncodedType type, int offsetBytes)
    {
        string what = $"Text {site.Element.Name}.";
        string to = $"{site.Span}.Slice({site.At}, {type.Length})";
        string path = Documentation.Literal(site.Path);
        writer.Describe(site.Element, what, site.Facts(offsetBytes) + " NUL fills the rest; longer text is refused.");
        writer.Open($"public readonly void {site.Names.Set}({Wire.ReadOnlySpan} text)");
        EmitGuard(writer, site);
        writer.Lines($"{Wire.Generated}.SbeFixedText.Write({to}, text, {path});");
        writer.Close();
        if (Wire.Encoding(type.CharacterEncoding) is { } encoding)
        {
            writer.Blank();
            writer.Describe(site.Element, what, $"Encoding: {type.CharacterEncoding}.");
            writer.Open($"public readonly void {site.Names.Set}(global::System.ReadOnlySpan<char> text)");
            EmitGuard(writer, site);
            writer.Lines($"{Wire.Generated}.SbeFixedText.Write({to}, text, {encoding}, {path});");
            writer.Close();
        }
    }

    private static void EmitArray(SourceWriter writer, MemberSite site, EncodedType type, int offsetBytes)
    {
        string name = Wire.Type(type.Primitive);
        string write = Wire.Write(
            type.Primitive, site.IsBigEndian, "to", ArrayReaders.Element(type), "values[index]");
        ArrayReaders.EmitLength(writer, site, type);
        writer.Blank();
        writer.Describe(site.Element, $"An element of {site.Element.Name}.", site.Facts(offsetBytes));
        writer.Open($"public readonly void {site.Names.Set}(int index, {name} value)");
        EmitGuard(writer, site);
        ArrayReaders.EmitIndexCheck(writer, site);
        writer.Lines(Wire.Write(
            type.Primitive, site.IsBigEndian, ArrayReaders.Slice(site, type), ArrayReaders.Element(type), "value"));
        writer.Close();
        writer.Blank();
        writer.Describe(site.Element, $"All elements of {site.Element.Name}.", site.Facts(offsetBytes));
        writer.Open($"public readonly void {site.Names.Set}(global::System.ReadOnlySpan<{name}> values)");
        EmitGuard(writer, site);
        writer.Open($"if (values.Length != {site.Names.Length})");
        writer.Lines(
            $"{Wire.Generated}.SbeThrow.WrongLength("
            + $"{Documentation.Literal(site.Path)}, values.Length, {site.Names.Length});");
        writer.Close();
        writer.Blank();
        writer.Lines($"{Wire.Span} to = {ArrayReaders.Slice(site, type)};");
        writer.Open("for (int index = 0; index < values.Length; index++)");
        writer.Lines(write);
        writer.Close();
        writer.Close();
    }

    private static void EmitGuard(SourceWriter writer, MemberSite site)
    {
        if (site.Guard.Length > 0)
        {
            writer.Open($"if ({site.Plan.Checks} && {site.Span}.IsEmpty)");
            writer.Lines(site.Guard);
            writer.Close();
            writer.Blank();
        }
    }
}
