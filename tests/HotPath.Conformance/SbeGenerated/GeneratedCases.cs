using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Conformance.Sbe;
using HotPath.Sbe.Files;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Conformance.SbeGenerated;

/// <summary>The cases of the shared SBE folder with generated code: it compiles, reads, refuses and writes as it must.</summary>
internal sealed class GeneratedCases
{
    private readonly string _folder;
    private readonly Dictionary<string, string> _paths = [];
    private readonly Lazy<GeneratedCodecs> _codecs;

    /// <summary>Finds schemas.</summary>
    /// <param name="folder">Folder of the cases.</param>
    /// <param name="isChecked">Whether the order of writing is checked.</param>
    public GeneratedCases(string folder, bool isChecked)
    {
        _folder = folder;
        List<(string Name, MessageSchema Schema)> schemas = [];
        foreach (string file in SbeCases.Files(Path.Combine(folder, "schemas"), "*.xml", isDeep: true))
        {
            if (SchemaReader.Read(file, new DiskSchemaFiles()).Schema is { } schema)
            {
                string name = Path.GetRelativePath(Path.Combine(folder, "schemas"), file);
                schemas.Add((name, schema));
                _paths[Path.GetFileName(file)] = name;
            }
        }

        Schemas = schemas;
        _codecs = new Lazy<GeneratedCodecs>(() => new GeneratedCodecs(schemas, isChecked));
    }

    /// <summary>Schemas that are accepted, by their paths.</summary>
    public IReadOnlyList<(string Name, MessageSchema Schema)> Schemas { get; }

    /// <summary>Finds the cases.</summary>
    /// <returns>Compilations, octets, malformed octets.</returns>
    public IEnumerable<SbeCase> Find()
    {
        foreach ((string name, _) in Schemas)
        {
            yield return new SbeCase($"generated/compiles/{name}", () => Compiles(name));
        }

        foreach (GoldenFrame golden in GoldenFrame.Find(_folder))
        {
            yield return new SbeCase($"generated/octets/{golden.Name}", () => Judge(golden));
        }

        string malformed = Path.Combine(_folder, "bin", "malformed");
        foreach (string line in File.ReadLines(Path.Combine(malformed, "malformed.tsv")).Skip(1))
        {
            string[] cells = line.Split('\t');
            if (cells.Length > 3)
            {
                yield return new SbeCase(
                    $"generated/malformed/{Path.GetFileNameWithoutExtension(cells[0])}",
                    () => Refuses(Codec(cells[1]), File.ReadAllBytes(Path.Combine(malformed, cells[0])), cells[3]));
            }
        }
    }

    /// <summary>The codec of a schema.</summary>
    /// <param name="schema">File name of the schema, with or without its folder.</param>
    public GeneratedCodec Codec(string schema)
    {
        string file = Path.GetFileName(schema);
        return _codecs.Value[_paths[file == "Examples-ws.xml" ? "Examples.xml" : file]];
    }

    private string? Compiles(string name)
    {
        IReadOnlyList<string> findings = _codecs.Value[name].Findings;
        return findings.Count == 0 ? null : string.Join('\n', findings);
    }

    private string? Judge(GoldenFrame golden)
    {
        GeneratedCodec codec = Codec(golden.Schema);
        SbeError error = codec.Check(golden.Octets, out int consumedBytes, out _);
        if (golden.UnknownTemplate is not null)
        {
            return RuntimeDifference.Find(codec, golden.Octets);
        }

        if (error.IsError)
        {
            return error.ToString();
        }

        using JsonDocument values = JsonDocument.Parse(codec.Print(golden.Octets));
        return consumedBytes != golden.ConsumedBytes ? $"consumed {consumedBytes}, wanted {golden.ConsumedBytes}"
            : JsonDifference.First(WithoutUnknownBits.Of(values.RootElement), golden.Values) is { } difference ? difference
            : RuntimeDifference.Find(codec, golden.Octets) is { } other ? other
            : golden.IsMadeOfValues(codec.Schema) ? WriteAgain(codec, golden.Octets)
            : null;
    }

    private static string? WriteAgain(GeneratedCodec codec, byte[] frame)
    {
        byte[] copy = new byte[frame.Length + 64];
        copy.AsSpan().Fill(0xa5);
        int length = codec.Copy(frame, copy);
        int at = copy.AsSpan(0, length).CommonPrefixLength(frame);
        return at == frame.Length && length == frame.Length
            ? null
            : $"written again differs at byte {at}: {length} bytes, wanted {frame.Length}";
    }

    private static string? Refuses(GeneratedCodec codec, byte[] frame, string wanted)
    {
        SbeError error = codec.Check(frame, out _, out _);
        return error.IsError != wanted.StartsWith("reject", StringComparison.Ordinal)
            ? $"{error}, wanted {wanted}"
            : RuntimeDifference.Find(codec, frame);
    }
}
