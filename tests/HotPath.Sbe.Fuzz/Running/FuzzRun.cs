using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HotPath.Foundation.Hashing;
using HotPath.Sbe.Fuzz.Targets;

namespace HotPath.Sbe.Fuzz.Running;

/// <summary>Drives one target with inputs of one seed.</summary>
/// <param name="target">The target.</param>
/// <param name="seed">Equal seeds make equal inputs.</param>
/// <param name="memory">Where inputs lie while they are read.</param>
internal sealed class FuzzRun(IFuzzTarget target, ulong seed, GuardedInput memory)
{
    // The runtime itself fills its tables of types and casts while code is new.
    private const int WarmUpExecutions = 20_000;

    private readonly byte[] _made = new byte[GuardedInput.CapacityBytes];
    private readonly Dictionary<(string Reason, string? Subject), byte[]> _kept = [];
    private readonly Dictionary<string, long> _reasons = [];
    private long _executions;

    /// <summary>Inputs that were read.</summary>
    public long Executions => Volatile.Read(ref _executions);

    /// <summary>What refusals allocated once the code had run for a while. Unit: bytes.</summary>
    public long RefusalBytes { get; private set; }

    /// <summary>What was wrong with the last input; null when nothing was.</summary>
    public Exception? Finding { get; private set; }

    /// <summary>The input that <see cref="Finding"/> is about.</summary>
    public byte[] FindingInput { get; private set; } = [];

    /// <summary>How often each reason of a refusal was given; <c>None</c> counts what was accepted.</summary>
    public IReadOnlyDictionary<string, long> Reasons => _reasons;

    /// <summary>The shortest input for each reason and subject.</summary>
    public IEnumerable<CorpusEntry> Kept => _kept
        .Select(pair => new CorpusEntry(target.Name, pair.Key.Reason, pair.Key.Subject ?? "", pair.Value))
        .OrderBy(static entry => entry.Subject, StringComparer.Ordinal).ThenBy(static entry => entry.Reason, StringComparer.Ordinal);

    /// <summary>Makes and reads inputs until one shows a fault.</summary>
    /// <param name="executions">How many at most.</param>
    /// <returns>Whether there was none.</returns>
    public bool Go(long executions)
    {
        var random = new SplitMix64(seed);
        while (_executions < executions)
        {
            int length = target.Make(random, _made);
            if (!Execute(_made.AsSpan(0, length)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads one input.</summary>
    /// <param name="input">Any octets.</param>
    /// <returns>Whether nothing is wrong.</returns>
    public bool Execute(ReadOnlySpan<byte> input)
    {
        try
        {
            Note(target.Execute(memory.Place(input)), input);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Finding = failure;
            FindingInput = input.ToArray();
        }

        Volatile.Write(ref _executions, _executions + 1);
        return Finding is null;
    }

    private void Note(FuzzOutcome outcome, ReadOnlySpan<byte> input)
    {
        _reasons[outcome.Reason] = _reasons.GetValueOrDefault(outcome.Reason) + 1;
        RefusalBytes += outcome.Reason == "None" || _executions < WarmUpExecutions ? 0 : outcome.AllocatedBytes;
        (string Reason, string? Subject) key = (outcome.Reason, outcome.Subject);
        if (!_kept.TryGetValue(key, out byte[]? shortest) || input.Length < shortest.Length)
        {
            _kept[key] = input.ToArray();
        }
    }
}
