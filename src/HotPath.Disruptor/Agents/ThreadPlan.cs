using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Errors;

namespace HotPath.Disruptor.Agents;

/// <summary>
/// Which agents share which thread. Written as groups separated by '/', agents joined by '+':
/// <c>ingress/shards+recorder+egress</c>. Results never depend on it.
/// </summary>
/// <remarks>Source: design.md, "The pipeline".</remarks>
public sealed class ThreadPlan
{
    /// <summary>Name of the agent that reads sources and sequences.</summary>
    public const string Ingress = "ingress";

    /// <summary>Name of the agent that releases outputs.</summary>
    public const string Egress = "egress";

    /// <summary>Name of the agent that records the log.</summary>
    public const string Recorder = "recorder";

    /// <summary>Most shards a plan may have.</summary>
    public const int ShardsMax = 64;

    private const string Auto = "auto";
    private const string AllShards = "shards";
    private const string ShardPrefix = "shard";

    private ThreadPlan(IReadOnlyList<IReadOnlyList<string>> groups, int shardCount)
    {
        Groups = groups;
        ShardCount = shardCount;
    }

    /// <summary>Agents of each thread, in the order they are called.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Groups { get; }

    /// <summary>How many shards there are.</summary>
    public int ShardCount { get; }

    /// <summary>Name of a shard's agent.</summary>
    /// <param name="index">Which shard, from 0.</param>
    /// <returns>The name.</returns>
    public static string Shard(int index) => ShardPrefix + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a plan.</summary>
    /// <param name="text"><c>auto</c> or groups of agents.</param>
    /// <param name="shardCount">How many shards; 0 to take it from the plan or the processors.</param>
    /// <param name="processorCount">Processors to plan for.</param>
    /// <returns>The plan: every agent on exactly one thread.</returns>
    /// <exception cref="HotPathException">HP1001: all problems of the plan, and the agents there are.</exception>
    public static ThreadPlan Parse(string text, int shardCount, int processorCount)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (shardCount is < 0 or > ShardsMax)
        {
            throw Invalid(text, [$"{shardCount} shards; the count is 0 (automatic) to {ShardsMax}"]);
        }

        if (string.Equals(text.Trim(), Auto, StringComparison.Ordinal))
        {
            int count = shardCount != 0 ? shardCount : DefaultShards(processorCount);
            return Parse(AutoText(count, processorCount), count, processorCount);
        }

        List<List<string>> groups =
            [.. text.Split('/').Select(group => group.Split('+').Select(agent => agent.Trim()).ToList())];
        int shards = shardCount != 0 ? shardCount : CountShards(groups, processorCount);
        foreach (List<string> group in groups)
        {
            int all = group.IndexOf(AllShards);
            if (all >= 0)
            {
                group.RemoveAt(all);
                group.InsertRange(all, Enumerable.Range(0, shards).Select(Shard));
            }
        }

        AddRecorderWhereLeftOut(groups);
        List<string> problems = Problems(groups, shards);
        return problems.Count == 0 ? new ThreadPlan(groups, shards) : throw Invalid(text, problems);
    }

    /// <summary>The plan as it would be written.</summary>
    /// <returns>Groups separated by '/', agents joined by '+'.</returns>
    public override string ToString() => string.Join('/', Groups.Select(group => string.Join('+', group)));

    private static int DefaultShards(int processorCount) => Math.Clamp(processorCount - 3, 1, ShardsMax);

    private static string AutoText(int shardCount, int processorCount) => processorCount switch
    {
        <= 1 => "ingress+shards+recorder+egress",
        2 => "ingress/shards+recorder+egress",
        _ => $"ingress/{string.Join('/', Enumerable.Range(0, shardCount).Select(Shard))}/recorder/egress",
    };

    private static int CountShards(List<List<string>> groups, int processorCount)
    {
        int named = groups.SelectMany(group => group).Select(ShardIndex).DefaultIfEmpty(-1).Max();
        return named >= 0 ? Math.Min(named + 1, ShardsMax) : DefaultShards(processorCount);
    }

    private static int ShardIndex(string agent) =>
        agent.StartsWith(ShardPrefix, StringComparison.Ordinal)
        && int.TryParse(
            agent.AsSpan(ShardPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index
            : -1;

    private static void AddRecorderWhereLeftOut(List<List<string>> groups)
    {
        if (!groups.Any(group => group.Contains(Recorder)))
        {
            groups.Find(group => group.Contains(Egress))?.Insert(0, Recorder);
        }
    }

    private static List<string> Problems(List<List<string>> groups, int shards)
    {
        List<string> wanted = [Ingress, .. Enumerable.Range(0, shards).Select(Shard), Recorder, Egress];
        List<string> given = [.. groups.SelectMany(group => group)];
        var problems = new List<string>();
        problems.AddRange(
            given.Where(agent => !wanted.Contains(agent)).Select(agent => $"there is no agent '{agent}'"));
        problems.AddRange(
            wanted.Where(agent => given.Count(other => other == agent) > 1)
            .Select(agent => $"'{agent}' stands there twice"));
        problems.AddRange(wanted.Where(agent => !given.Contains(agent)).Select(agent => $"'{agent}' is missing"));
        return problems;
    }

    private static HotPathException Invalid(string text, List<string> problems) => new(
        ErrorCode.ConfigurationInvalid,
        $"thread plan '{text}': {string.Join("; ", problems)}. Agents are ingress, shard0, shard1, ... (or shards for "
        + "all), "
        + "recorder, egress; write threads separated by '/', the agents of one joined by '+', for example "
        + "ingress/shards+recorder+egress, or auto");
}
