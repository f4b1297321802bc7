using System.IO;

namespace HotPath.Generator.Scripts;

/// <summary>Names of the files that are made.</summary>
internal static class DataFiles
{
    /// <summary>The schema of the messages, beside them.</summary>
    public const string Schema = "commerce.xml";

    /// <summary>Folder of the answers.</summary>
    public const string Answers = "answers";

    /// <summary>Ending of a format's files.</summary>
    public static string Extension(DataFormat format) => format switch
    {
        DataFormat.Sbe => "sbe",
        DataFormat.Csv => "csv",
        _ => "json",
    };

    /// <summary>Name of the events' file.</summary>
    public static string Events(DataFormat format) => $"events.{Extension(format)}";

    /// <summary>Writes the schema, as it is published.</summary>
    /// <param name="folder">Where to.</param>
    public static void WriteSchema(string folder)
    {
        using Stream schema = typeof(DataFiles).Assembly.GetManifestResourceStream(Schema)!;
        using FileStream file = File.Create(Path.Combine(folder, Schema));
        schema.CopyTo(file);
    }
}
