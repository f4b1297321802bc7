using System;
using System.IO;

namespace HotPath.Daemon.Terminals;

/// <summary>The three standard streams and what is known of them; tests put memory in their place.</summary>
internal sealed record ConsoleStreams
{
    /// <summary>Standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Standard output, for rows.</summary>
    public required Func<Stream> OpenOutput { get; init; }

    /// <summary>Standard error as bytes, for print sinks that choose it.</summary>
    public required Func<Stream> OpenErrors { get; init; }

    /// <summary>Standard error as text, for progress, summary and errors.</summary>
    public required TextWriter Messages { get; init; }

    /// <summary>Whether standard error is a terminal.</summary>
    public required bool IsMessagesTerminal { get; init; }

    /// <summary>Whether standard output is a terminal.</summary>
    public required bool IsOutputTerminal { get; init; }

    /// <summary>Width of the terminal.</summary>
    public required Func<int> Columns { get; init; }

    /// <summary>Height of the terminal. Unit: lines.</summary>
    public required Func<int> Rows { get; init; }

    /// <summary>Folder for the details of internal errors.</summary>
    public required string DetailsFolder { get; init; }

    /// <summary>Those of the process.</summary>
    /// <returns>The streams.</returns>
    public static ConsoleStreams OfProcess() => new()
    {
        OpenInput = Console.OpenStandardInput,
        OpenOutput = OutputPipe.OpenStandardOutput,
        OpenErrors = Console.OpenStandardError,
        Messages = MessageStream.Writer(Console.OpenStandardError()),
        IsMessagesTerminal = !Console.IsErrorRedirected,
        IsOutputTerminal = !Console.IsOutputRedirected,
        Columns = static () => Console.WindowWidth is > 0 and int width ? width : 80,
        Rows = static () => Console.WindowHeight is > 0 and int height ? height : 24,
        DetailsFolder = Path.GetTempPath(),
    };
}
