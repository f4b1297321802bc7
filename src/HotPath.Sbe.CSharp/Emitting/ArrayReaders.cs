using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the methods by which a decoder reads an array of numbers.</summary>
internal static class ArrayReaders
{
    public static void Emit(SourceWriter writer, MemberSite site, EncodedType type, int offsetBytes)
    {
        EmitLength(writer, site, type);
        writer.Blank();
        if (type.Primitive == PrimitiveType.UInt8)
        {
            string absent = site.SinceVersion > 0 ? $"{site.IsAbsent} ? default : " : "";
            writer.Describe(site.Element, $"Octets {site.Element.Name}.", site.Facts(offsetBytes));
            writer.Lines($"public {Wire.ReadOnlySpan} {site.Names.Name} => {absent}{Slice(site, type)};");
            writer.Blank();
        }

        EmitElements(writer, site, type, offsetBytes);
        EmitCopy(writer, site, type);
    }

    /// <summary>The number of elements.</summary>
    public static void EmitLength(SourceWriter writer, MemberSite site, EncodedType type)
    {
        writer.Summary($"Number of elements of {site.Element.Name}.");
        writer.Lines($"public const int {site.Names.Length} = {type.Length};");
    }

    private static void EmitElements(SourceWriter writer, MemberSite site, EncodedType type, int offsetBytes)
    {
        string name = Wire.Type(type.Primitive);
        string what = $"An element of {site.Element.Name}.";
        string raw = site.IsNullable ? site.Names.GetRaw : site.Names.Get;
        if (site.IsNullable)
        {
            writer.Describe(site.Element, what, site.Facts(offsetBytes) + " Null when it has no value.");
            writer.Open($"public {name}? {site.Names.Get}(int index)");
            if (site.Presence == Presence.Optional)
            {
                writer.Lines($"{name} raw = {raw}(index);");
                writer.Lines($"return {Wire.IsNull("raw", type.NullValue)} ? null : raw;");
            }
            else
            {
                writer.Lines($"{name} raw = {raw}(index);");
                writer.Lines($"return {site.IsAbsent} ? null : raw;");
            }

            writer.Close();
            writer.Blank();
        }

        writer.Describe(site.Element, what, site.IsNullable ? "The null value included." : site.Facts(offsetBytes));
        writer.Open($"public {name} {raw}(int index)");
        EmitIndexCheck(writer, site);
        if (site.SinceVersion > 0)
        {
            writer.Open($"if ({site.IsAbsent})");
            writer.Lines($"return {Wire.Literal(type.NullValue)};");
            writer.Close();
            writer.Blank();
        }

        writer.Lines($"return {ReadElement(site, type)};");
        writer.Close();
    }

    private static void EmitCopy(SourceWriter writer, MemberSite site, EncodedType type)
    {
        writer.Blank();
        writer.Summary(
            $"Copies the elements of {site.Element.Name}, null values included, and says how many there are.");
        writer.Deprecate(site.Element);
        writer.Open($"public int {site.Names.CopyTo}(global::System.Span<{Wire.Type(type.Primitive)}> to)");
        if (site.SinceVersion > 0)
        {
            writer.Open($"if ({site.IsAbsent})");
            writer.Lines("return 0;");
            writer.Close();
            writer.Blank();
        }

        writer.Lines($"{Wire.ReadOnlySpan} from = {Slice(site, type)};");
        writer.Open($"for (int index = 0; index < {site.Names.Length}; index++)");
        writer.Lines($"to[index] = {Wire.Read(type.Primitive, site.IsBigEndian, "from", Element(type))};");
        writer.Close();
        writer.Blank();
        writer.Lines($"return {site.Names.Length};");
        writer.Close();
    }

    /// <summary>Refuses an index outside the array.</summary>
    public static void EmitIndexCheck(SourceWriter writer, MemberSite site)
    {
        writer.Open($"if ((uint)index >= {site.Names.Length})");
        writer.Lines(
            $"{Wire.Generated}.SbeThrow.NoElement({Documentation.Literal(site.Path)}, index, {site.Names.Length});");
        writer.Close();
        writer.Blank();
    }

    // The index is checked, and the array lies in the block: no other check is needed near its begin.
    private static string ReadElement(MemberSite site, EncodedType type) =>
        Wire.IsNear(site.At.OffsetBytes + type.SizeBytes)
            ? Wire.Read(type.Primitive, site.IsBigEndian, site.Span, Element(type) + site.At.OffsetBytes)
            : Wire.Read(type.Primitive, site.IsBigEndian, Slice(site, type), Element(type));

    /// <summary>The octets of the array.</summary>
    public static string Slice(MemberSite site, EncodedType type) => $"{site.Span}.Slice({site.At}, {type.SizeBytes})";

    /// <summary>Place of an element in them.</summary>
    public static Place Element(EncodedType type) => new($"(index * {PrimitiveTypes.SizeBytes(type.Primitive)})", 0);
}
