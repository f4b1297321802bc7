using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Sbe.Files;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Conformance.Sbe;

/// <summary>Schemas that must be accepted, warned of or refused.</summary>
internal static class SchemaCases
{
    public static IEnumerable<SbeCase> Find(string folder)
    {
        string schemas = Path.Combine(folder, "schemas");
        foreach (string file in SbeCases.Files(Path.Combine(schemas, "repo-valid"), "*.xml"))
        {
            // An include is no schema: that is to be said, and nothing else.
            bool isInclude = Path.GetFileName(file) == "common-types.xml";
            yield return Case(file, isInclude ? "reject" : "usable");
        }

        foreach (string file in SbeCases.Files(Path.Combine(schemas, "own"), "*.xml"))
        {
            yield return Case(file, "accept");
        }

        foreach (string file in SbeCases.Files(Path.Combine(schemas, "fix-spec"), "*.xml"))
        {
            yield return Case(file, "accept");
        }

        foreach (string file in SbeCases.Files(Path.Combine(schemas, "repo-invalid"), "*.xml"))
        {
            yield return Case(file, "reject");
        }

        foreach (string line in File.ReadLines(Path.Combine(schemas, "probes", "verdicts.tsv")).Skip(1))
        {
            string[] cells = line.Split('\t');
            if (cells.Length > 4)
            {
                yield return Case(Path.Combine(schemas, "probes", cells[0] + ".xml"), cells[4]);
            }
        }
    }

    private static SbeCase Case(string path, string verdict) => new(
        $"schema/{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileNameWithoutExtension(path)}",
        () => Judge(path, verdict));

    private static string? Judge(string path, string verdict)
    {
        SchemaReadResult result = SchemaReader.Read(path, new DiskSchemaFiles());
        bool hasErrors = result.Diagnostics.Any(static d => d.Severity == SchemaSeverity.Error);
        string judged = hasErrors ? "reject" : result.Diagnostics.Count > 0 ? "warn" : "accept";
        string findings = string.Join('\n', result.Diagnostics);
        if (hasErrors != result.Schema is null)
        {
            return "a schema with errors, or none without";
        }

        bool isSilent = result.Diagnostics.Any(
            static d => d.Line == 0 || d.Column == 0 || d.Message.Length == 0 || d.Remedy.Length == 0);
        return isSilent ? $"a finding without place or remedy:\n{findings}"
            : judged == verdict || (verdict == "usable" && judged != "reject") ? null
            : $"{judged}, wanted {verdict}\n{findings}";
    }
}
