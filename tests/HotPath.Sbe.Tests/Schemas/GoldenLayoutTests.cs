using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Sbe.Files;
using HotPath.Sbe.Json;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;
using HotPath.Sbe.Tests.Support;
using NUnit.Framework;

namespace HotPath.Sbe.Tests.Schemas;

/// <summary>Offsets, sizes and versions are those that the real parser computes.</summary>
public sealed class GoldenLayoutTests
{
    private static IEnumerable<string> Layouts => Goldens.Files("layout", "*.json").Select(static f => Path.GetFileNameWithoutExtension(f));

    [TestCaseSource(nameof(Layouts))]
    public void Layout_OfASchema_IsThatOfTheRealTool(string name)
    {
        string expected = Goldens.At($"layout/{name}.json");
        string own = Path.Combine(Goldens.At("schemas/own"), name + ".xml");
        string path = File.Exists(own) ? own : Goldens.At($"schemas/repo-valid/{name}.xml");
        MessageSchema schema = SchemaReader.Read(path, new DiskSchemaFiles()).Schema!;

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            LayoutWriter.Write(json, schema, name + ".xml");
        }

        using JsonDocument actual = JsonDocument.Parse(stream.ToArray());
        using JsonDocument wanted = JsonDocument.Parse(File.ReadAllText(expected));
        Assert.That(
            JsonElement.DeepEquals(actual.RootElement, wanted.RootElement), Is.True,
            $"{actual.RootElement}\nwanted:\n{wanted.RootElement}");
    }
}
