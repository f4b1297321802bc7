using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Integration.Tests.Generators;
using HotPath.Runtime.Environments;
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

    /// <summary>Lives of the node that crashed.</summary>
    public int Lives { get; private set; }

    /// <summary>Lives that started from a checkpoint.</summary>
    public int FromCheckpoint { get; private set; }

    /// <summary>Crashes after which a kept snapshot took the place of the state.</summary>
    public int FromSnapshot { get; private set; }

    /// <summary>Rows of the calm run that were recognised as copies, or refused as stale.</summary>
    public (long Copies, long Stale) ByEventId { get; private set; }

    /// <summary>Runs both and compares.</summary>
    /// <param name="broken">A rule to break.</param>
    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    public string? Run(FaultPoint broken)
    {
        var connectors = new FileSinkConnectors(Folder("calm"));
        var job = new NodeJob { Plan = _plan, Connectors = connectors, Options = TestEngine.Small, ShardCount = 1 };
        JobReport calm = Simulator.Run(new SimulatedWorld(_seed), job);
        ByEventId = (calm.Sources.Sum(s => s.Deduplicated), calm.Sources.Sum(s => s.Stale));
        string crashed = Folder("crashed");
        var lives = new DurableLives(_plan, crashed, _seed, broken);
        try
        {
            JobReport report = lives.Run(crashesMax: 1 + _random.Below(6), crashStepsMax: 20 + _random.Below(300));
            Lives = lives.Lives;
            FromCheckpoint = lives.FromCheckpoint;
            FromSnapshot = lives.FromSnapshot;
            return Difference(calm, report, connectors.Texts, new FileSinkConnectors(crashed).Texts);
        }
        catch (HotPathException error)
        {
            return $"seed {_seed}, life {lives.Lives}: {error}\n{_text}";
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

    private string Folder(string name) => Directory.CreateDirectory(_folder.File(name)).FullName;

    private string? Difference(
        JobReport calm,
        JobReport crashed,
        IReadOnlyDictionary<string, string> calmTexts,
        IReadOnlyDictionary<string, string> crashedTexts)
    {
        string what = $"HOTPATH_SEED={Seeds.Base} seed {_seed}, {Lives} lives\n{_text}";
        foreach ((string file, string text) in calmTexts)
        {
            if (!crashedTexts.TryGetValue(file, out string? other) || other != text)
            {
                return $"{file} differs\n--- without a crash\n{text}\n--- with crashes\n{other}\n{what}";
            }
        }

        bool isCounted = calm.Events == crashed.Events
            && calm.Rejected == crashed.Rejected
            && calm.Sources.Sum(s => s.Deduplicated) == crashed.Sources.Sum(s => s.Deduplicated)
            && calm.Sources.Sum(s => s.Stale) == crashed.Sources.Sum(s => s.Stale)
            && calm.Statements.Sum(s => s.Applied) == crashed.Statements.Sum(s => s.Applied)
            && calm.Statements.Sum(s => s.Late) == crashed.Statements.Sum(s => s.Late)
            && crashed.Balanced;
        return isCounted ? null : $"the ledgers differ\n{what}";
    }
}
