using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Journal.Frames;
using HotPath.Journal.Storage;
using HotPath.Runtime.Durability;

namespace HotPath.Daemon.Poison;

/// <summary>
/// Decides at a start whether a row, or a window's result, is set aside. Two lives in a row that ended while the same
/// one was evaluated make a suspicion only: a process is killed at any moment. Then another process evaluates it again,
/// and how that one ends is known: a signal of its own making proves it guilty, a kill from outside proves nothing.
/// </summary>
internal sealed class PoisonGuard : IDisposable
{
    /// <summary>File of the notes.</summary>
    public const string NotesFile = "evaluating";

    private const string DecisionsFile = "quarantine";
    private const long CautionBytes = 1024 * 1024;

    private readonly EvaluationNoteFile _notes;

    private PoisonGuard(EvaluationNoteFile notes, PoisonWatch watch)
    {
        _notes = notes;
        Watch = watch;
    }

    /// <summary>What the node needs.</summary>
    public PoisonWatch Watch { get; }

    /// <summary>Looks at how the last two lives ended, and tries the row if both ended alike.</summary>
    /// <param name="path">Data directory, held; its store is not open yet.</param>
    /// <param name="notice">Told what was found.</param>
    /// <param name="stop">Gives up a trial.</param>
    /// <returns>The guard; the caller disposes it.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002, HP2006, HP2007: a file of it cannot be written.
    /// </exception>
    public static PoisonGuard Open(string path, Action<string> notice, CancellationToken stop)
    {
        EvaluationNoteFile notes = EvaluationNoteFile.Open(Path.Combine(path, NotesFile));
        try
        {
            IReadOnlyList<QuarantineCommand> deaths = notes.ReadDeaths();
            List<QuarantineCommand> repeated = [.. notes.ReadSuspects().Intersect(deaths)];
            notes.Begin(deaths);
            List<QuarantineCommand> decisions = repeated.Count == 0 ? [] : Try(path, repeated, notice, stop);
            if (decisions.Count > 0)
            {
                NoteDecisions(path, decisions);
                notes.Begin([]);
            }

            return new PoisonGuard(notes, new PoisonWatch
            {
                NotesAddress = notes.Address,
                IsJournalSearched = HasDecisions(path),
                Decisions = decisions,
                CautiousPosition = deaths.Count == 0 ? 0 : deaths.Max(death => death.Position) + CautionBytes,
            });
        }
        catch
        {
            notes.Dispose();
            throw;
        }
    }

    /// <summary>Whether a decision was ever made for a data directory.</summary>
    /// <param name="path">Data directory.</param>
    /// <returns>Whether its journal is to be searched.</returns>
    public static bool HasDecisions(string path) => File.Exists(Path.Combine(path, DecisionsFile));

    /// <inheritdoc/>
    public void Dispose() => _notes.Dispose();

    private static List<QuarantineCommand> Try(
        string path, List<QuarantineCommand> suspects, Action<string> notice, CancellationToken stop)
    {
        QuarantineCommand row = suspects[0];
        notice($"the last two lives ended while {NameOf(row)} was evaluated; trying it apart");
        if (PoisonTrial.Run(path, stop) is not { } guilty)
        {
            notice("the trial came to its end: nothing is set aside");
            return [];
        }

        notice(
            $"{NameOf(guilty)} ended the trial too: it is set aside as a dead letter (reason Quarantined)"
            + (guilty.IsResult ? string.Empty : "; 'hotpath journal dump' shows its record"));
        return [guilty];
    }

    private static string NameOf(QuarantineCommand evaluation) => evaluation.IsResult
        ? FormattableString.Invariant(
            $"result {evaluation.Number} of the windows that the frame at position {evaluation.Position} fires")
        : FormattableString.Invariant($"the row at position {evaluation.Position}");

    // The decisions themselves stand in the journal; a file only says that there are any, before they are written.
    private static void NoteDecisions(string path, List<QuarantineCommand> decisions)
    {
        IDurableStorage storage = default(DiskDurableStorage);
        string file = Path.Combine(path, DecisionsFile);
        string text = (File.Exists(file) ? File.ReadAllText(file) : string.Empty)
            + string.Concat(decisions.Select(row => FormattableString.Invariant(
                $"position {row.Position} operator {row.OperatorId:x16}")
                + (row.IsResult
                    ? FormattableString.Invariant($" tenant {row.Tenant} result {row.Number}\n")
                    : "\n")));
        using (IDurableFile written = storage.CreateFile(file))
        {
            written.Write(System.Text.Encoding.UTF8.GetBytes(text), 0);
            written.Sync();
        }

        storage.SyncDirectory(path);
    }
}
