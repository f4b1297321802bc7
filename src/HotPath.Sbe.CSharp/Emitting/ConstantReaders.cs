using System.Text;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the properties of constants.</summary>
internal static class ConstantReaders
{
    public static void Emit(SourceWriter writer, MemberSite site, int offsetBytes)
    {
        ConstantValue constant = site.Constant!;
        writer.Describe(site.Element, $"Constant {site.Element.Name}.", site.Facts(offsetBytes));
        if (site.Type is EnumType)
        {
            string type = site.Plan.Global(site.Type);
            writer.Lines($"public {type} {site.Names.Name} => ({type})({Wire.Literal(constant.Value)});");
        }
        else if (constant.Text is { } text)
        {
            string octets = Octets(text, ((EncodedType)site.Type).CharacterEncoding);
            writer.Lines($"public {Wire.ReadOnlySpan} {site.Names.Name} => new byte[] {{ {octets} }};");
        }
        else
        {
            PrimitiveType primitive = constant.Value.Type;
            writer.Lines($"public {Wire.Type(primitive)} {site.Names.Name} => {Wire.Literal(constant.Value)};");
        }
    }

    private static string Octets(string text, string? encoding)
    {
        bool isUtf8 = Wire.Encoding(encoding)?.EndsWith("UTF8", System.StringComparison.Ordinal) == true;
        Encoding code = isUtf8 ? Encoding.UTF8 : Encoding.GetEncoding("ISO-8859-1");
        return string.Join(", ", code.GetBytes(text));
    }
}
