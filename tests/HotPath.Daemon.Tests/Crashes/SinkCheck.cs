using System;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// The checker of every crash test of the real process: nothing wrong was published, and at the end nothing is missing,
/// doubled or out of order, and the ledger says so too.
/// </summary>
internal static class SinkCheck
{
    /// <summary>What is wrong with a sink whose run was ended; <see langword="null"/> for nothing.</summary>
    /// <param name="expected">Bytes of a run without a crash.</param>
    /// <param name="sink">What the sink holds.</param>
    public static string? Partial(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> sink)
    {
        int equal = expected.CommonPrefixLength(sink);
        return equal == sink.Length
            ? null
            : FormattableString.Invariant($"wrong bytes from byte {equal} of {sink.Length} (expected {expected.Length})");
    }

    /// <summary>
    /// What is wrong with a sink as the power went; <see langword="null"/> for nothing. Where a file grew within a block
    /// that it had, its length may be on the device before the bytes: a tail of zeros, which the next life writes over.
    /// </summary>
    /// <param name="expected">Bytes of a run without a crash.</param>
    /// <param name="sink">What the sink holds.</param>
    public static string? PowerCut(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> sink) =>
        Partial(expected, sink[..(sink.LastIndexOfAnyExcept((byte)0) + 1)]);

    /// <summary>What is wrong with a run to the end of the input; <see langword="null"/> for nothing.</summary>
    /// <param name="expected">Bytes of a run without a crash.</param>
    /// <param name="sink">What the sink holds.</param>
    /// <param name="result">How the run ended.</param>
    public static string? Whole(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> sink, CommandResult result)
    {
        if (result.ExitCode != 0)
        {
            return FormattableString.Invariant($"exit code {result.ExitCode}: {result.Errors}");
        }

        if (!result.Errors.Contains("balanced to the row", StringComparison.Ordinal))
        {
            return $"the ledger does not balance: {result.Errors}";
        }

        return Partial(expected, sink)
            ?? (sink.Length == expected.Length
                ? null
                : FormattableString.Invariant($"{sink.Length} of {expected.Length} bytes"));
    }
}
