using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Integration.Tests.Generators;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Simulation;

namespace HotPath.Integration.Tests.Support;

/// <summary>A random script and input under one seed: run once in peace, and once through crashes.</summary>
public sealed class CrashScenario : IDisposable
{
    private readonly WorkFolder _folder = new();
    private readonly SplitMix64 _random;
    private readonly ulong _seed;
    private readonly string _text;
    private readonly IJobPlan _plan;

    // Seed, the command that does the same again, and what was run.
    private string What => $"seed {_seed}, life {Node?.Lives}, {Node?.Faults}\n"
        + $"HOTPATH_SEED={_seed} HOTPATH_CRASH_SEEDS=1 scripts/test --project Integration --filter FullyQualifiedName~.CrashTests.Node_\n"
        + _text;

    /// <summary>Makes script and input.</summary>
    /// <param name="seed">Chooses everything.</param>
    public CrashScenario(ulong seed)
    {
        _seed = seed;
        _random = new SplitMix64(seed);
        _text = new ScriptGenerator(_random).Next() + MemoryLimit(seed);
        _folder.Write("input.csv", new InputGenerator(_random).Next(lines: 40 + _random.Below(160)));
        _plan = TestEngine.Compile(_folder.File("input.csv"), _text);
    }

    /// <summary>The node that crashed.</summary>
    public DurableLives? Node { get; private set; }

    /// <summary>Rows of the calm run that were recognised as copies, or refused as stale.</summary>
    public (long Copies, long Stale) ByEventId { get; private set; }

    /// <summary>Runs both and compares.</summary>
    /// <param name="rules">Rules to break.</param>
    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    public string? Run(NodeRules rules)
    {
        var connectors = new FileSinkConnectors(Folder("calm"));
        var job = new NodeJob { Plan = _plan, Connectors = connectors, Options = TestEngine.Small, ShardCount = 1 };
        JobReport calm = Simulator.Run(new SimulatedWorld(_seed), job);
        ByEventId = (calm.Sources.Sum(s => s.Deduplicated), calm.Sources.Sum(s => s.Stale));
        string crashed = Folder("crashed");
        if (rules.RotsInput)
        {
            TurnADigit(_folder.File("input.csv"));
        }

        Node = new DurableLives(_plan, crashed, _seed, rules);
        try
        {
            JobReport? report = Node.Run(crashesMax: 1 + _random.Below(6), crashStepsMax: 20 + _random.Below(300));
            return report is null || Node.Problem is not null
                ? $"{Node.Problem}\n{What}"
                : Difference(calm, report, connectors.Texts, new FileSinkConnectors(crashed).Texts);
        }
        catch (HotPathException error)
        {
            return $"{CheckerOf(error.Code)}: {error}\n{What}";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    // Every second seed keeps next to no state in memory, or a little; and every second may hold few changes.
    private static string MemoryLimit(ulong seed) => (seed % 4) switch
    {
        0 => "\nSET 'hotpath.state.memory' = '1';\n",
        1 => "\nSET 'hotpath.state.memory' = '6 kb';\nSET 'hotpath.state.dirty' = '2 kb';\n",
        2 => "\nSET 'hotpath.state.dirty' = '1';\n",
        _ => string.Empty,
    };

    // The node's own checks, which stop it before it does harm.
    private static string CheckerOf(ErrorCode code) => code switch
    {
        ErrorCode.ReplayDiverged => "sink",
        ErrorCode.LedgerUnbalanced => "ledger",
        _ => FormattableString.Invariant($"HP{(int)code}"),
    };

    private void TurnADigit(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int at = _random.Below(bytes.Length);
        while (!char.IsAsciiDigit((char)bytes[at]))
        {
            at = (at + 1) % bytes.Length;
        }

        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private string Folder(string name) => Directory.CreateDirectory(_folder.File(name)).FullName;

    private string? Difference(
        JobReport calm,
        JobReport crashed,
        IReadOnlyDictionary<string, string> calmTexts,
        IReadOnlyDictionary<string, string> crashedTexts)
    {
        foreach ((string file, string text) in calmTexts)
        {
            if (!crashedTexts.TryGetValue(file, out string? other) || other != text)
            {
                return $"bytes: {file} differs\n--- without a crash\n{text}\n--- with crashes\n{other}\n{What}";
            }
        }

        bool isCounted = calm.Events == crashed.Events
            && calm.Rejected == crashed.Rejected
            && calm.Sources.Sum(s => s.Deduplicated) == crashed.Sources.Sum(s => s.Deduplicated)
            && calm.Sources.Sum(s => s.Stale) == crashed.Sources.Sum(s => s.Stale)
            && calm.Statements.Sum(s => s.Applied) == crashed.Statements.Sum(s => s.Applied)
            && calm.Statements.Sum(s => s.Late) == crashed.Statements.Sum(s => s.Late)
            && crashed.Balanced;
        return isCounted ? null : $"ledger: the counts differ\n{What}";
    }
}
