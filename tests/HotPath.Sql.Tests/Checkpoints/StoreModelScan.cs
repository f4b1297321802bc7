using System;
using System.Linq;
using HotPath.Dataflow.Checkpoints;

namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>A walk over the model, each unit as of the newest commit.</summary>
internal sealed class StoreModelScan(StoreModel store, string prefix) : ICheckpointScan
{
    private string _last = string.Empty;

    public bool Read(int recordsMax, StateVisitor visitor)
    {
        (string Key, string Value)[] unit = [.. store.Records
            .Where(r => r.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(r.Key, _last) > 0)
            .Select(static r => (r.Key, r.Value))
            .Take(recordsMax)];
        foreach ((string key, string value) in unit)
        {
            visitor(Convert.FromHexString(key), Convert.FromHexString(value));
            _last = key;
        }

        return unit.Length == recordsMax;
    }
}
