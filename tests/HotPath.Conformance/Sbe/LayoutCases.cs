using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using HotPath.Sbe.Json;

namespace HotPath.Conformance.Sbe;

/// <summary>Offsets, sizes and versions that the real parser computed.</summary>
internal static class LayoutCases
{
    public static IEnumerable<SbeCase> Find(string folder, SbeSchemas schemas)
    {
        foreach (string file in SbeCases.Files(Path.Combine(folder, "layout"), "*.json"))
        {
            yield return new SbeCase(
                $"layout/{Path.GetFileNameWithoutExtension(file)}", () => Compare(file, schemas));
        }
    }

    private static string? Compare(string file, SbeSchemas schemas)
    {
        string name = Path.GetFileNameWithoutExtension(file) + ".xml";
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            LayoutWriter.Write(json, schemas[name], name);
        }

        using JsonDocument actual = JsonDocument.Parse(stream.ToArray());
        using JsonDocument wanted = JsonDocument.Parse(File.ReadAllText(file));
        return JsonDifference.First(actual.RootElement, wanted.RootElement);
    }
}
