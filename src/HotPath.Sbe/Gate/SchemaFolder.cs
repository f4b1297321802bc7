using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Sbe.Files;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Sbe.Gate;

/// <summary>The published schemas of a folder, with everything that is wrong with them.</summary>
public sealed class SchemaFolder
{
    private SchemaFolder(
        IReadOnlyList<PublishedSchema> schemas, IReadOnlyList<SchemaDiagnostic> diagnostics, bool areComparable)
    {
        Schemas = schemas;
        Diagnostics = diagnostics;
        AreComparable = areComparable;
    }

    /// <summary>Schemas by id, then version, then path.</summary>
    public IReadOnlyList<PublishedSchema> Schemas { get; }

    /// <summary>Findings of all files.</summary>
    public IReadOnlyList<SchemaDiagnostic> Diagnostics { get; }

    /// <summary>Whether a file could not be used.</summary>
    public bool HasErrors => Diagnostics.Any(static finding => finding.Severity == SchemaSeverity.Error);

    /// <summary>Whether all could be laid out: their only errors, if any, are about versions of members.</summary>
    public bool AreComparable { get; }

    /// <summary>Reads every schema below a folder; files of types that others include are not schemas.</summary>
    /// <param name="path">Folder.</param>
    /// <returns>What was found.</returns>
    public static SchemaFolder Read(string path) => Read(
        Directory.EnumerateFiles(path, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
        skipsIncludes: true);

    /// <summary>Reads schema files.</summary>
    /// <param name="paths">Files.</param>
    /// <returns>What was found, in the order given.</returns>
    public static SchemaFolder ReadFiles(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Read(paths, skipsIncludes: false);
    }

    private static SchemaFolder Read(IEnumerable<string> paths, bool skipsIncludes)
    {
        var schemas = new List<PublishedSchema>();
        var diagnostics = new List<SchemaDiagnostic>();
        bool areComparable = true;
        foreach (string file in paths)
        {
            SchemaReadResult result = SchemaReader.Read(file, new DiskSchemaFiles());
            bool isInclude = result.Diagnostics.Any(static finding => finding.Rule == SchemaRule.NotASchema);
            if (!isInclude || !skipsIncludes)
            {
                diagnostics.AddRange(result.Diagnostics);
            }

            if (result.LaidOut is { } schema)
            {
                schemas.Add(new PublishedSchema(file, schema));
            }
            else
            {
                areComparable &= isInclude && skipsIncludes;
            }
        }

        // A stable sort: two files of one version keep the order of their names.
        return new SchemaFolder(
            skipsIncludes
                ? [.. schemas.OrderBy(static s => s.Schema.Id).ThenBy(static s => s.Schema.Version)]
                : schemas,
            diagnostics,
            areComparable);
    }
}
