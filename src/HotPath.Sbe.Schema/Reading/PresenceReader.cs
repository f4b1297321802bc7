using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Reads <c>presence</c>.</summary>
internal static class PresenceReader
{
    /// <summary>The presence that an element gives; null when it gives none, or no known one.</summary>
    public static Presence? Read(ReadSession session, XmlNode node)
    {
        switch (node["presence"]?.Trim())
        {
            case null:
                return null;
            case "required":
                return Presence.Required;
            case "optional":
                return Presence.Optional;
            case "constant":
                return Presence.Constant;
            default:
                session.Sink.Error(
                    SchemaRule.AttributeWord, node.PlaceOf("presence"),
                    $"presence=\"{node["presence"]}\" of {node} is unknown", "use required, optional or constant");
                return null;
        }
    }
}
