using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Conformance.Sbe;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Conformance.SbeGenerated;

/// <summary>Octets of the shared SBE folder with what is stated of them.</summary>
internal sealed record GoldenFrame
{
    public required string Name { get; init; }

    /// <summary>Schema that they are read with.</summary>
    public required string Schema { get; init; }

    public required byte[] Octets { get; init; }

    /// <summary>Octets that the schema knows. Unit: bytes.</summary>
    public required int ConsumedBytes { get; init; }

    /// <summary>What they stand for; undefined when the schema does not know their template.</summary>
    public required JsonElement Values { get; init; }

    /// <summary>The error that is stated, if any.</summary>
    public string? UnknownTemplate { get; init; }

    private bool IsWhole { get; init; }

    private bool IsDamaged { get; init; }

    /// <summary>Finds all of them.</summary>
    /// <param name="folder">Folder of the cases.</param>
    public static IEnumerable<GoldenFrame> Find(string folder)
    {
        string octets = Path.Combine(folder, "bin");
        return SbeCases.Files(octets, "*.json", isDeep: true)
            .Where(static file => !file.EndsWith(".real-JsonPrinter.json", StringComparison.Ordinal))
            .Select(file => Read(octets, file));
    }

    /// <summary>Whether writing the values gives these very octets.</summary>
    /// <param name="schema">Schema that they are read with.</param>
    public bool IsMadeOfValues(MessageSchema schema)
    {
        _ = new MessageDecoder(schema).Check(Octets, out DecodedMessage decoded);
        bool isOwn = decoded.Header.Version == (ulong)schema.Version
            && decoded.Header.BlockLengthBytes == (ulong)decoded.Message!.BlockLengthBytes
            && decoded.ConsumedBytes == Octets.Length;
        return IsWhole || (!IsDamaged && isOwn);
    }

    private static GoldenFrame Read(string octets, string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement stated = document.RootElement.Clone();
        bool isReading = stated.TryGetProperty("decodedWith", out JsonElement schema);
        string source = isReading
            ? SbeCases.Files(octets, stated.GetProperty("bytes").GetString()!, isDeep: true).Single()
            : Path.ChangeExtension(file, ".sbe");
        byte[] frame = File.ReadAllBytes(source);
        return new GoldenFrame
        {
            Name = Path.GetRelativePath(octets, file)[..^".json".Length],
            Schema = (isReading ? schema : stated.GetProperty("schema")).GetString()!,
            Octets = frame,
            ConsumedBytes = isReading && stated.TryGetProperty("consumed", out JsonElement consumed) ? consumed.GetInt32() : frame.Length,
            Values = stated.TryGetProperty("values", out JsonElement values) ? values : default,
            UnknownTemplate = stated.TryGetProperty("error", out JsonElement error) ? error.GetString() : null,
            IsWhole = !isReading,
            IsDamaged = Path.GetFileName(Path.GetDirectoryName(source)) == "malformed",
        };
    }
}
