using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Operators.Probes;

/// <summary>Which sessions have become part of which, by their keys in the checkpoint store.</summary>
internal sealed class MergedSessions
{
    private readonly Dictionary<string, List<byte[]>> _merged = [];

    /// <summary>A session, and all that it has taken in.</summary>
    /// <param name="session">Its key.</param>
    public List<ReadOnlyMemory<byte>> AllOf(ReadOnlyMemory<byte> session)
    {
        List<byte[]> merged = _merged.GetValueOrDefault(Convert.ToHexString(session.Span)) ?? [];
        return [session, .. merged.Select(static other => other.AsMemory())];
    }

    /// <summary>A session takes another in.</summary>
    /// <param name="session">Key of the one that goes on.</param>
    /// <param name="other">Key of the one that ends.</param>
    public void Add(byte[] session, byte[] other)
    {
        string name = Convert.ToHexString(session);
        if (!_merged.TryGetValue(name, out List<byte[]>? merged))
        {
            _merged[name] = merged = [];
        }

        merged.Add(other);
        if (_merged.Remove(Convert.ToHexString(other), out List<byte[]>? before))
        {
            merged.AddRange(before);
        }
    }
}
