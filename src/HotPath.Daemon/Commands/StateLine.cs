using System;
using HotPath.Dataflow.Checkpoints;

namespace HotPath.Daemon.Commands;

/// <summary>A record of the state as a line of text, fields separated by tabs.</summary>
internal static class StateLine
{
    /// <summary>Names of the fields of a key.</summary>
    public const string KeyHeader = "operator\ttenant\tkind";

    /// <summary>Operator, tenant and kind of a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Three fields; dashes for a key too short to have them.</returns>
    public static string KeyFields(ReadOnlySpan<byte> key) => key.Length < StateKey.PrefixBytes
        ? "-\t-\t-"
        : $"{StateKey.OperatorOf(key):x16}\t{StateKey.TenantOf(key)}\t{StateKey.KindOf(key)}";

    /// <summary>A record.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="showsValue">Whether the value itself is shown.</param>
    /// <returns>The line.</returns>
    public static string Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool showsValue)
    {
        string line = $"{Convert.ToHexStringLower(key)}\t{KeyFields(key)}\t{value.Length}";
        return showsValue ? $"{line}\t{Convert.ToHexStringLower(value)}" : line;
    }
}
