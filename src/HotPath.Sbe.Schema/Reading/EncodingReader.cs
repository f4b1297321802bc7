using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Reads <c>encodingType</c> of an enum or a set.</summary>
internal static class EncodingReader
{
    /// <summary>The type on the wire. Null after an error.</summary>
    public static EncodedType? Read(ReadSession session, TypeTable types, XmlNode node)
    {
        if (session.Required(node, "encodingType") is not { } name)
        {
            return null;
        }

        bool isSet = node.Name == "set";
        if (PrimitiveTypes.TryParse(name, out PrimitiveType primitive))
        {
            if (isSet ? PrimitiveTypes.IsUnsigned(primitive) : CanBeInline(primitive))
            {
                return EncodedType.BuiltIn(primitive);
            }

            Refuse(
                session, node, name, isSet
                    ? "use uint8, uint16, uint32 or uint64"
                    : "declare a <type> of length 1 with this primitive, and name that");
            return null;
        }

        SbeType? type = types.Named(node, "encodingType", canBeBuiltIn: false);
        if (type is null)
        {
            return null;
        }

        if (type is EncodedType { Length: 1, Presence: not Presence.Constant } encoded
            && Suits(encoded.Primitive, isSet))
        {
            return encoded;
        }

        Refuse(
            session, node, name,
            isSet ? "name a type of one unsigned number" : "name a type of one char or whole number");
        return null;
    }

    private static bool CanBeInline(PrimitiveType primitive) => primitive is PrimitiveType.Char or PrimitiveType.Int8
        or PrimitiveType.UInt8 or PrimitiveType.Int16 or PrimitiveType.UInt16 or PrimitiveType.Int32;

    private static bool Suits(PrimitiveType primitive, bool isSet) =>
        isSet ? PrimitiveTypes.IsUnsigned(primitive) : !PrimitiveTypes.IsFloating(primitive);

    private static void Refuse(ReadSession session, XmlNode node, string name, string remedy) => session.Sink.Error(
        SchemaRule.EncodingTypeInvalid, node.PlaceOf("encodingType"), $"{node} cannot be encoded as '{name}'", remedy);
}
