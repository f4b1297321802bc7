using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Conformance.SbeGenerated;
using HotPath.Sbe.Files;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Sbe.Fuzz.Targets;

/// <summary>The targets by their names.</summary>
/// <param name="root">Folder of the repository.</param>
/// <param name="golden">Folder of the shared SBE cases; null when it is not there.</param>
internal sealed class TargetCatalog(string root, string? golden)
{
    private const string RowPrefix = "rows-";

    private static readonly string[] Broken = ["broken-check", "broken-read"];

    private static readonly (string Name, string Path)[] Own =
        [("commerce-v1", "codecs/commerce/v1/commerce.xml"), ("commerce-v2", "codecs/commerce/v2/commerce.xml"), ("every-shape", SeedSchema)];

    private static readonly (string Name, string Path)[] Shared =
    [
        ("car", "schemas/repo-valid/example-schema.xml"), ("car-extension", "schemas/repo-valid/example-extension-schema.xml"),
        ("car-big-endian", "schemas/repo-valid/example-bigendian-test-schema.xml"), ("nested-groups", "schemas/repo-valid/nested-group-schema.xml"),
        ("groups-with-data", "schemas/repo-valid/group-with-data-schema.xml"), ("order-single", "schemas/repo-valid/new-order-single-schema.xml"),
        ("fix", "schemas/fix-spec/Examples.xml"), ("arrays", "schemas/repo-valid/fixed-sized-primitive-array-types.xml"),
    ];

    private static readonly string[] Rows = ["commerce-v2", "every-shape"];

    private const string SeedSchema = "tests/HotPath.Sbe.Fuzz/corpus/every-shape.xml";

    /// <summary>Targets that a run without names takes; without the shared cases those of this repository alone.</summary>
    public IEnumerable<string> Names => Own.Concat(golden is null ? [] : Shared).Select(static target => target.Name)
        .Concat(Rows.Select(static name => RowPrefix + name)).Append("schema");

    /// <summary>Makes a target.</summary>
    /// <param name="name">One of <see cref="Names"/>, or one that is broken on purpose.</param>
    /// <param name="rewrite">Changes the assembly of generated code before it is loaded; null leaves it alone.</param>
    /// <returns>The target, or null when there is none of that name.</returns>
    public IFuzzTarget? Find(string name, Func<byte[], byte[]>? rewrite = null)
    {
        if (Broken.Contains(name))
        {
            return new BrokenTarget(name == Broken[1]);
        }

        if (name == "schema")
        {
            return new SchemaTarget([File.ReadAllText(Path.Combine(root, SeedSchema))]);
        }

        bool isRows = name.StartsWith(RowPrefix, StringComparison.Ordinal);
        string schemaName = isRows ? name[RowPrefix.Length..] : name;
        string? path = Own.Where(target => target.Name == schemaName).Select(target => Path.Combine(root, target.Path))
            .Concat(Shared.Where(target => golden is not null && target.Name == schemaName).Select(target => Path.Combine(golden!, target.Path)))
            .FirstOrDefault();
        if (path is null)
        {
            return null;
        }

        MessageSchema schema = SchemaReader.Read(path, new DiskSchemaFiles()).Schema
            ?? throw new InvalidDataException($"{path} is not a valid schema");
        return isRows ? new RowTarget(name, path, schema) : new OctetTarget(name, new GeneratedCodecs([(name, schema)], isChecked: false, rewrite)[name]);
    }
}
