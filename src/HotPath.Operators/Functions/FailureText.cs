using System;
using System.Text;

namespace HotPath.Operators.Functions;

/// <summary>
/// What a dead letter says of a user's function that failed: its name, and what it threw. No stack and no address, so
/// that a replay writes the same bytes; of bounded length.
/// </summary>
internal static class FailureText
{
    private const int BytesMax = 512;

    /// <summary>A method threw.</summary>
    public static string Of(string function, Exception thrown) => Cut(thrown is UnfitArgumentException
        ? $"{function}: {thrown.Message}"
        : $"{function}: {thrown.GetType()}: {MessageOf(function, thrown)}");

    /// <summary>A result is no text.</summary>
    public static string OfEncoding(string function) => Cut($"{function}: its result is not UTF-8");

    /// <summary>A method threw when an earlier row, or another group, went into the accumulator.</summary>
    public static string OfMarks(string function, AccumulatorMarks marks) =>
        Cut($"{function}: threw before, in {marks}");

    // A message is a user's code too.
    private static string MessageOf(string function, Exception thrown)
    {
        try
        {
            return thrown.Message ?? string.Empty;
        }
#pragma warning disable CA1031 // a user's code may throw anything
        catch (Exception worse)
#pragma warning restore CA1031
        {
            FunctionCalls.CheckFate(worse, function);
            return $"(its message: {worse.GetType()})";
        }
    }

    private static string Cut(string text)
    {
        int bytes = 0;
        int chars = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > BytesMax)
            {
                return text[..chars];
            }

            chars += rune.Utf16SequenceLength;
        }

        return text;
    }
}
