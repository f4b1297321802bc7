using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Daemon.Explanations;

/// <summary>
/// The groups behind an output: those that gave it, those that gave rows to those, and so on; each up to the position
/// at which it gave its last row.
/// </summary>
internal sealed class FollowedGroups
{
    private readonly Dictionary<string, long> _untilByKey = new(StringComparer.Ordinal);

    /// <summary>Goes up whenever there is more to follow.</summary>
    public int Version { get; private set; }

    /// <summary>Keys in the checkpoint store.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Keys =>
        [.. _untilByKey.Keys.Select(static key => new ReadOnlyMemory<byte>(Convert.FromHexString(key)))];

    /// <summary>Whether a group is one of them.</summary>
    /// <param name="group">Its key.</param>
    public bool Contains(ReadOnlySpan<byte> group) =>
        _untilByKey.Count > 0 && _untilByKey.ContainsKey(Convert.ToHexString(group));

    /// <summary>Whether a row that a group takes has to do with the output.</summary>
    /// <param name="group">Key of the group.</param>
    /// <param name="position">Position of the frame at hand. Unit: bytes.</param>
    public bool Takes(ReadOnlySpan<byte> group, long position) =>
        _untilByKey.TryGetValue(Convert.ToHexString(group), out long until) && position <= until;

    /// <summary>Follows groups up to a position.</summary>
    /// <param name="groups">Their keys.</param>
    /// <param name="until">The position. Unit: bytes.</param>
    public void Add(IReadOnlyList<ReadOnlyMemory<byte>> groups, long until)
    {
        foreach (ReadOnlyMemory<byte> group in groups)
        {
            string key = Convert.ToHexString(group.Span);
            if (!_untilByKey.TryGetValue(key, out long known) || known < until)
            {
                _untilByKey[key] = until;
                Version++;
            }
        }
    }
}
