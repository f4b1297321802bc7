using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Sbe.Generator;

/// <summary>Schemas out of the additional files of a compilation.</summary>
internal sealed class SchemaTexts(ModelList<SchemaFile> files) : ISchemaFiles
{
    /// <inheritdoc/>
    public string? TryRead(string path)
    {
        string wanted = Plain(path);
        foreach (SchemaFile file in files)
        {
            if (Plain(file.Path) == wanted)
            {
                return file.Text;
            }
        }

        return null;
    }

    /// <summary>What reading a schema may need: its own text alone, unless it includes others.</summary>
    public static SchemaSource Gather(SchemaFile schema, ModelList<SchemaFile> all)
    {
        bool includes = schema.Text.Contains("include");
        return new SchemaSource(
            schema.Path, schema.CodeNamespace, includes ? all : new ModelList<SchemaFile>([schema]));
    }

    // An include may go up a folder; nothing is asked of the file system.
    private static string Plain(string path)
    {
        string[] parts = path.Replace('\\', '/').Split('/');
        var plain = new System.Collections.Generic.List<string>();
        foreach (string part in parts)
        {
            if (part == ".." && plain.Count > 0 && plain[plain.Count - 1] != "..")
            {
                plain.RemoveAt(plain.Count - 1);
            }
            else if (part != ".")
            {
                plain.Add(part);
            }
        }

        return string.Join("/", plain);
    }
}
