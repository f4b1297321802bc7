using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Daemon.CommandLine;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;

namespace HotPath.Daemon.Commands;

/// <summary>
/// Every file that one invocation names, each with its use. A file that is written may have no other use: refused
/// before anything is opened, because opening is what empties it.
/// </summary>
/// <remarks>
/// Symbolic links are followed, hard links known by their inode. Devices may be named as often as one likes.
/// </remarks>
internal sealed class PathGuard
{
    private const string PathKey = "path";
    private const string SchemaKey = "sbe.schema";
    private const string AnswersKey = "hotpath.datagen.answers";
    private const string Devices = "/dev/";
    private const string StandardInput = "/proc/self/fd/0";
    private const int LinksMax = 40;

    private readonly List<PathUse> _uses = [];

    /// <summary>Notes the scripts of a session.</summary>
    /// <param name="session">As given.</param>
    public void AddScripts(SessionArguments session)
    {
        foreach (string script in session.Scripts)
        {
            Add("script", script, isWritten: false);
        }
    }

    /// <summary>Notes inputs and sinks of a plan.</summary>
    /// <param name="plan">Compiled session.</param>
    /// <param name="areSinksWritten">Whether this invocation writes the sinks; a replay only hashes them.</param>
    /// <param name="areSourcesRead">Whether it reads the tables; then it writes the answers to their events.</param>
    public void AddPlan(IJobPlan plan, bool areSinksWritten, bool areSourcesRead = true)
    {
        foreach (TableDefinition table in plan.Tables)
        {
            if (table.Options.TryGetValue(PathKey, out string? path))
            {
                Add($"the input of table '{table.Name}'", path == "-" ? StandardInput : path, isWritten: false);
            }

            if (table.Options.TryGetValue(SchemaKey, out string? schema))
            {
                Add($"the schema of table '{table.Name}'", schema, isWritten: false);
            }

            if (areSourcesRead && table.Options.TryGetValue(AnswersKey, out string? answers))
            {
                Add($"the answers of table '{table.Name}'", answers, isWritten: true);
            }
        }

        foreach (SinkDefinition sink in plan.Sinks)
        {
            if (sink.Options.TryGetValue(PathKey, out string? path))
            {
                Add(sink.Role == SinkRole.DeadLetters ? "the dead-letter log" : $"the output of table '{sink.Name}'",
                    path, areSinksWritten);
            }
        }
    }

    /// <summary>Notes a file of the command line.</summary>
    /// <param name="use">What it is for, as messages say it.</param>
    /// <param name="path">As given, or <see langword="null"/> when it was not.</param>
    /// <param name="isWritten">Whether it is emptied and written.</param>
    /// <exception cref="HotPathException">HP1001: the path is empty.</exception>
    public void Add(string use, string? path, bool isWritten)
    {
        if (path is null)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new HotPathException(ErrorCode.ConfigurationInvalid, $"{use}: '{path}' is no path; name a file");
        }

        string full = Real(path, LinksMax);
        if (!full.StartsWith(Devices, StringComparison.Ordinal))
        {
            _uses.Add(new PathUse(use, path, full, isWritten));
        }
    }

    /// <summary>Refuses a written file that has another use as well.</summary>
    /// <exception cref="HotPathException">HP1001: names file and both uses.</exception>
    public void Check()
    {
        for (int i = 0; i < _uses.Count; i++)
        {
            for (int j = 0; j < _uses.Count; j++)
            {
                if (i != j && _uses[i].IsWritten)
                {
                    Refuse(_uses[i], _uses[j]);
                }
            }
        }
    }

    private static void Refuse(PathUse written, PathUse other)
    {
        bool isInside = Path.GetDirectoryName(written.Full) == other.Full;
        string? link = written.Full == other.Full || isInside ? null : Link(written, other);
        if (written.Full == other.Full || isInside || link is not null)
        {
            string relation = isInside
                ? "in the folder that is"
                : link is null ? "also" : $"the same file as '{link}' in";
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"{written.Use}: '{written.Path}' is {relation} {other.Use} "
                + $"('{other.Path}') and would be overwritten; give each a file of its own; nothing was written");
        }
    }

    // Another name of the written file among those of the other use: the file itself or, of a folder, one of its files.
    private static string? Link(PathUse written, PathUse other)
    {
        if (FileIdentity.Of(written.Full) is not { } identity)
        {
            return null;
        }

        IEnumerable<string> names =
            Directory.Exists(other.Full) ? Directory.EnumerateFiles(other.Full) : [other.Full];
        return names.FirstOrDefault(name => FileIdentity.Of(name) == identity);
    }

    private static string Real(string path, int linksLeft)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        string folder = Real(parent, linksLeft);
        string here = Path.Combine(folder, Path.GetFileName(full));
        string? target = linksLeft > 0 ? new FileInfo(here).LinkTarget : null;
        return target is null ? here : Real(Path.Combine(folder, target), linksLeft - 1);
    }

    private sealed record PathUse(string Use, string Path, string Full, bool IsWritten);
}
