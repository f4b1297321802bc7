using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>Files of a job's sinks, and their bytes after a run without a crash.</summary>
internal sealed class SinkFiles(ScratchFolder folder, IReadOnlyList<string> files)
{
    private readonly Dictionary<string, byte[]> _calm = [];

    /// <summary>Path of a sink of a run.</summary>
    public string PathOf(string name, string file) => folder.File($"{name}-{file}.csv");

    /// <summary>Takes the files of a run for those of a run without a crash.</summary>
    public void Keep(string name)
    {
        foreach (string file in files)
        {
            _calm[file] = File.ReadAllBytes(PathOf(name, file));
        }

        Assert.That(_calm.Values, Has.All.Length.GreaterThan(1000));
    }

    /// <summary>Length of all of a run. Unit: bytes.</summary>
    public long Bytes(string name) =>
        files.Select(file => new FileInfo(PathOf(name, file))).Sum(static file => file.Exists ? file.Length : 0);

    /// <summary>What is wrong with those of a run that was killed; <see langword="null"/> for nothing.</summary>
    public string? Partial(string name) => files.Select(file => File.Exists(PathOf(name, file))
            && SinkCheck.Partial(_calm[file], File.ReadAllBytes(PathOf(name, file))) is { } wrong ? $"{file}: {wrong}" : null)
        .FirstOrDefault(static problem => problem is not null);

    /// <summary>What is wrong with those of a run to the end of the input; <see langword="null"/> for nothing.</summary>
    /// <param name="name">The run.</param>
    /// <param name="last">How its last life ended.</param>
    public string? Whole(string name, CommandResult last)
    {
        foreach (string file in files)
        {
            byte[] sink = File.Exists(PathOf(name, file)) ? File.ReadAllBytes(PathOf(name, file)) : [];
            if (SinkCheck.Whole(_calm[file], sink, last) is { } wrong)
            {
                return $"{file}: {wrong}";
            }
        }

        return null;
    }

    /// <summary>Forgets a run and its directory.</summary>
    public void Delete(string name)
    {
        foreach (string file in files)
        {
            File.Delete(PathOf(name, file));
        }

        if (Directory.Exists(folder.File(name)))
        {
            Directory.Delete(folder.File(name), recursive: true);
        }
    }
}
