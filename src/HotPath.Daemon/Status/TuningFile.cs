using System;
using System.IO;
using HotPath.Disruptor.Agents;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Jobs;

namespace HotPath.Daemon.Status;

/// <summary>
/// A wish left in the data directory of a running node: the idle strategy that its threads are to use. The node takes
/// it within a second, and says so; what it finds at its start is of an earlier life and is dropped.
/// </summary>
/// <remarks>Threading: one thread.</remarks>
internal sealed class TuningFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "tune";

    private readonly string? _path;
    private readonly Action<string> _onNotice;
    private ThreadSetup? _setup;

    /// <summary>The file of a node.</summary>
    /// <param name="dataDirectory">Its data directory; <see langword="null"/> for a run in memory, which cannot be
    /// tuned.</param>
    /// <param name="onNotice">Told what was done.</param>
    public TuningFile(string? dataDirectory, Action<string> onNotice)
    {
        _path = dataDirectory is null ? null : PathIn(dataDirectory);
        _onNotice = onNotice;
    }

    /// <summary>Leaves a wish.</summary>
    /// <param name="dataDirectory">Data directory of a node.</param>
    /// <param name="mode">The wish.</param>
    /// <exception cref="HotPathException">HP2002: it cannot be written.</exception>
    public static void Leave(string dataDirectory, IdleMode mode)
    {
        string path = PathIn(dataDirectory);
        try
        {
            File.WriteAllText(path + ".new", Word(mode));
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"'{path}' cannot be written: {error.Message}; check path and rights",
                error);
        }
    }

    /// <summary>The threads begin.</summary>
    /// <param name="setup">How.</param>
    public void Begin(ThreadSetup setup)
    {
        _setup = setup;
        _ = Take();
    }

    /// <summary>Looks for a wish and does it.</summary>
    public void Work()
    {
        if (Take() is not { } word || _setup is null)
        {
            return;
        }

        if (!Enum.TryParse(word.Trim(), ignoreCase: true, out IdleMode mode) || !Enum.IsDefined(mode))
        {
            _onNotice($"hotpath tune asked for '{word.Trim()}', which is no idle strategy");
            return;
        }

        try
        {
            _setup.Check(mode);
            _setup.Idle.Set(mode);
            _onNotice($"idle strategy {Word(mode)} from now on (hotpath tune)");
        }
        catch (HotPathException error)
        {
            _onNotice($"hotpath tune was refused: {error.Message}");
        }
    }

    private static string PathIn(string dataDirectory) => Path.Combine(Path.GetFullPath(dataDirectory), FileName);

    private static string Word(IdleMode mode) => mode.ToString().ToLowerInvariant();

    private string? Take()
    {
        if (_path is null || !File.Exists(_path))
        {
            return null;
        }

        try
        {
            string word = File.ReadAllText(_path);
            File.Delete(_path);
            return word;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
