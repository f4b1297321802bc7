using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using HotPath.Disruptor.Agents;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Jobs;

namespace HotPath.Daemon.Status;

/// <summary>
/// A wish left in the data directory of a running node: the idle strategy that its threads are to use, and a number
/// that names the answer. The node takes it within a second, says so, and answers with a file <c>tune.NUMBER</c>:
/// empty, or why not. What it finds at its start is of an earlier life and is dropped.
/// </summary>
/// <remarks>Threading: one thread. A wish waits until the one before it is taken, so that none is lost.</remarks>
internal sealed class TuningFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "tune";

    private const int PatienceMs = 15_000;
    private const int StepMs = 20;

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

    /// <summary>Leaves a wish and waits for its answer.</summary>
    /// <param name="dataDirectory">Data directory of a node.</param>
    /// <param name="mode">The wish.</param>
    /// <param name="isEnded">Whether the node has ended meanwhile.</param>
    /// <exception cref="HotPathException">HP2002: it cannot be written. HP1001: the node refused. HP2001: it does not
    /// answer.</exception>
    public static void Ask(string dataDirectory, IdleMode mode, Func<bool> isEnded)
    {
        string path = PathIn(dataDirectory);
        string number = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        string answer = AnswerOf(path, number);
        try
        {
            try
            {
                File.WriteAllText(answer + ".new", $"{Word(mode)} {number}");
                Wait(() => TryPlace(answer + ".new", path), isEnded, "has not taken an earlier wish");
            }
            finally
            {
                File.Delete(answer + ".new");
            }

            try
            {
                Wait(() => File.Exists(answer), isEnded, "does not answer");
            }
            catch (HotPathException)
            {
                // Nobody is to do later what failed now.
                File.Delete(path);
                throw;
            }

            string refusal = File.ReadAllText(answer);
            File.Delete(answer);
            if (refusal.Length > 0)
            {
                throw new HotPathException(ErrorCode.ConfigurationInvalid, $"the node refused: {refusal}");
            }
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
        if (_path is null || !Directory.Exists(Path.GetDirectoryName(_path)))
        {
            return;
        }

        foreach (string answer in Directory.GetFiles(Path.GetDirectoryName(_path)!, FileName + ".*"))
        {
            TryDelete(answer);
        }
    }

    /// <summary>Looks for a wish and does it.</summary>
    public void Work()
    {
        if (_setup is null || Take() is not { } wish)
        {
            return;
        }

        string[] words = wish.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string refusal = Do(words.Length == 0 ? string.Empty : words[0]);
        if (words.Length > 1 && Guid.TryParseExact(words[1], "N", out _))
        {
            Answer(AnswerOf(_path!, words[1]), refusal);
        }
    }

    private string Do(string word)
    {
        if (!Enum.TryParse(word, ignoreCase: true, out IdleMode mode) || !Enum.IsDefined(mode))
        {
            _onNotice($"hotpath tune asked for '{word}', which is no idle strategy");
            return $"'{word}' is no idle strategy";
        }

        try
        {
            _setup!.Check(mode);
            _setup.Idle.Set(mode);
            _onNotice($"idle strategy {Word(mode)} from now on (hotpath tune)");
            return string.Empty;
        }
        catch (HotPathException error)
        {
            _onNotice($"hotpath tune was refused: {error.Message}");
            return error.Message;
        }
    }

    private void Answer(string path, string refusal)
    {
        try
        {
            File.WriteAllText(path + ".new", refusal);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _onNotice($"hotpath tune gets no answer: {error.Message}");
        }
    }

    // Fails while an earlier wish is there.
    private static bool TryPlace(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    private static void Wait(Func<bool> isSo, Func<bool> isEnded, string problem)
    {
        var waited = Stopwatch.StartNew();
        while (!isSo())
        {
            // What a node does last it may have done between the two looks.
            if ((isEnded() && !isSo()) || waited.ElapsedMilliseconds > PatienceMs)
            {
                throw new HotPathException(
                    ErrorCode.InputUnreadable,
                    $"the node {problem} (waited for {waited.ElapsedMilliseconds} ms): the change is not known to be "
                    + "made; it may still be starting, or have ended: see hotpath top");
            }

            Thread.Sleep(StepMs);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It only lies about.
        }
    }

    private static string AnswerOf(string path, string number) => $"{path}.{number}";

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
