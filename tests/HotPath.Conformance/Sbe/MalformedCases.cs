using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Sbe.Reading;

namespace HotPath.Conformance.Sbe;

/// <summary>Damaged octets: refused as they must be, and never read outside.</summary>
internal static class MalformedCases
{
    public static IEnumerable<SbeCase> Find(string folder, SbeSchemas schemas)
    {
        string octets = Path.Combine(folder, "bin", "malformed");
        foreach (string line in File.ReadLines(Path.Combine(octets, "malformed.tsv")).Skip(1))
        {
            string[] cells = line.Split('\t');
            if (cells.Length > 3)
            {
                yield return new SbeCase(
                    $"malformed/{Path.GetFileNameWithoutExtension(cells[0])}",
                    () => Judge(Path.Combine(octets, cells[0]), cells[3], schemas[cells[1]]));
            }
        }
    }

    private static string? Judge(string file, string wanted, HotPath.Sbe.Schema.Model.MessageSchema schema)
    {
        SbeError error = new MessageDecoder(schema).Check(File.ReadAllBytes(file), out _);
        SbeErrorKind? kind = wanted switch
        {
            "reject (unknown template)" => SbeErrorKind.UnknownTemplate,
            "reject (other schema)" => SbeErrorKind.OtherSchema,
            _ => null,
        };
        bool isWanted = wanted.StartsWith("reject", StringComparison.Ordinal) == error.IsError
            && (kind is null || kind == error.Kind);
        return isWanted ? null : $"{error}, wanted {wanted}";
    }
}
