using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Checkpoints;

namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>A store as simple as can be: hexadecimal keys in order, so that text order is byte order.</summary>
internal sealed class StoreModel : ICheckpointReader
{
    public SortedDictionary<string, string> Records { get; } = new(StringComparer.Ordinal);

    /// <summary>Number of the frame that the state is as of; -1 before the first checkpoint.</summary>
    public int Frame { get; private set; } = -1;

    /// <summary>Applies a checkpoint of all shards.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Commit(int frame, IEnumerable<StateBatch> batches)
    {
        Frame = frame;
        var seen = new HashSet<string>();
        foreach (StateBatch batch in batches)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                StateChange change = batch[i];
                string key = Convert.ToHexString(change.Key);
                if (!seen.Add(key))
                {
                    return $"key {key} occurs twice";
                }

                if (change.IsRemoval)
                {
                    if (!Records.Remove(key))
                    {
                        return $"key {key} is removed and was never there";
                    }
                }
                else
                {
                    Records[key] = Convert.ToHexString(change.Value);
                }
            }
        }

        return null;
    }

    /// <summary>Records read one by one.</summary>
    public int Reads { get; private set; }

    public bool TryRead(ReadOnlySpan<byte> key, StateVisitor visitor)
    {
        bool isFound = Records.TryGetValue(Convert.ToHexString(key), out string? value);
        if (isFound)
        {
            Reads++;
            visitor(key, Convert.FromHexString(value!));
        }

        return isFound;
    }

    public ICheckpointScan Scan(ReadOnlySpan<byte> prefix) => new StoreModelScan(this, Convert.ToHexString(prefix));

    public string Text() => string.Join('\n', Records.Select(static r => $"{r.Key} {r.Value}"));
}
