using System;
using System.Globalization;
using System.IO;
using HotPath.Daemon.Terminals;
using HotPath.Foundation.Errors;

namespace HotPath.Daemon.Errors;

/// <summary>
/// Turns what went wrong into one line for the user and an exit code. A stack trace says nothing to a user: for
/// internal errors it goes into a file that the line names.
/// </summary>
internal static class ErrorReporter
{
    /// <summary>Reports an error.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="messages">Where the line goes.</param>
    /// <param name="detailsFolder">Folder for the file of details.</param>
    /// <returns>Exit code.</returns>
    public static ExitCode Report(Exception error, TextWriter messages, string detailsFolder)
    {
        Exception cause = Unwrap(error);
        if (cause is StandardOutputException standard)
        {
            cause = new HotPathException(
                ErrorCode.OutputUnwritable,
                $"{standard.StreamName} cannot be written: {standard.Message}; make room or choose another place, and "
                + "run again",
                standard);
        }

        if (cause is HotPathException known)
        {
            ExitCode exit = ExitCodes.For(known.Code);
            string details = exit == ExitCode.Internal ? Details(error, detailsFolder) : string.Empty;
            messages.WriteLine($"hotpath: {known.Display}{details}");
            return exit;
        }

        messages.WriteLine(
            $"hotpath: HP{(int)ErrorCode.InvariantBroken}: internal error, please report it: "
            + $"{cause.GetType().Name}: {FirstLine(cause.Message)}{Details(error, detailsFolder)}");
        return ExitCode.Internal;
    }

    private static Exception Unwrap(Exception error)
    {
        while (error is AggregateException && error.InnerException is { } inner)
        {
            error = inner;
        }

        return error;
    }

    private static string FirstLine(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }

    private static string Details(Exception error, string folder)
    {
        string path = Path.Combine(
            folder, string.Create(CultureInfo.InvariantCulture, $"hotpath-error-{Environment.ProcessId}.txt"));
        try
        {
            File.WriteAllText(path, $"hotpath {ProductVersion.Text}{Environment.NewLine}{error}{Environment.NewLine}");
            return $"; details: {path}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"; details could not be written to {path}: {FirstLine(failure.Message)}";
        }
    }
}
