using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Sbe.Files;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Conformance.Sbe;

/// <summary>The schemas of the shared SBE folder by the names that cases use; each is read once.</summary>
/// <param name="folder">Folder of the cases.</param>
public sealed class SbeSchemas(string folder)
{
    private readonly Dictionary<string, MessageSchema> _read = [];

    /// <summary>A schema that must be valid.</summary>
    /// <param name="name">File name, with or without its folder.</param>
    /// <returns>The schema.</returns>
    public MessageSchema this[string name]
    {
        get
        {
            string file = Path.GetFileName(name);
            if (!_read.TryGetValue(file, out MessageSchema? schema))
            {
                schema = Read(file);
                _read.Add(file, schema);
            }

            return schema;
        }
    }

    private MessageSchema Read(string file)
    {
        // The real tool refused white space round a constant, so that its readings name a copy without it.
        string given = file == "Examples-ws.xml" ? "fix-spec/Examples.xml" : file;
        string path = new[] { "own", "repo-valid", "." }
            .Select(sub => Path.Combine(folder, "schemas", sub, given))
            .First(File.Exists);
        SchemaReadResult result = SchemaReader.Read(path, new DiskSchemaFiles());
        return result.Schema ?? throw new InvalidDataException(string.Join('\n', result.Diagnostics));
    }
}
