using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace HotPath.Generator.Tests;

/// <summary>A folder that was generated, and its files as texts.</summary>
internal sealed class Made : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hotpath-generator-").FullName;

    public Made(GeneratorOptions options, params DataFormat[] formats) =>
        LengthBytes = new EventGeneration(options).WriteFolder(_folder, formats, hasAnswers: true);

    public long LengthBytes { get; }

    public static byte[] Stream(GeneratorOptions options, DataFormat format)
    {
        using var stream = new MemoryStream();
        _ = new EventGeneration(options).WriteStream(stream, format, CancellationToken.None);
        return stream.ToArray();
    }

    public string[] Files() =>
        [.. Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder, path)).Order(StringComparer.Ordinal)];

    public byte[] Octets(string file) => File.ReadAllBytes(Path.Combine(_folder, file));

    /// <summary>Rows behind the header.</summary>
    public string[] Answers(string file) => File.ReadAllLines(Path.Combine(_folder, "answers", file))[1..];

    public IReadOnlyList<CsvEvent?> Events() => [.. File.ReadLines(Path.Combine(_folder, "events.csv")).Select(CsvEvent.Parse)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
