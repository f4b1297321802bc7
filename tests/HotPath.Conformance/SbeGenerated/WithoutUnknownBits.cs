using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HotPath.Conformance.SbeGenerated;

/// <summary>Takes the bits of sets that a schema does not know out of values: the stated ones leave them out.</summary>
internal static class WithoutUnknownBits
{
    public static JsonElement Of(JsonElement values)
    {
        JsonNode node = JsonSerializer.SerializeToNode(values)!;
        Clean(node);
        return JsonSerializer.SerializeToElement(node);
    }

    private static void Clean(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (JsonNode? member in members.Select(static member => member.Value))
            {
                Clean(member);
            }
        }
        else if (node is JsonArray list)
        {
            bool hasUnknown = list.Count > 0 && list[^1] is JsonObject last && last.Count == 1 && last.ContainsKey("unknown");
            if (hasUnknown)
            {
                list.RemoveAt(list.Count - 1);
            }

            foreach (JsonNode? item in list)
            {
                Clean(item);
            }
        }
    }
}
