using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Reports;
using HotPath.Daemon.Terminals;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;
using HotPath.Generator;
using HotPath.Generator.Nexmark;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath generate</c>: data to a folder or to standard output.</summary>
internal sealed class GenerateCommand
{
    private const string StandardOutput = "-";
    private const long NsPerMs = 1_000_000;

    private readonly ConsoleStreams _streams;

    /// <summary>The command.</summary>
    /// <param name="streams">Standard streams.</param>
    public GenerateCommand(ConsoleStreams streams) => _streams = streams;

    /// <summary>Makes the data.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    public int Run(GenerateArguments arguments)
    {
        var generation = new EventGeneration(arguments.Options, Pace(arguments.Rate));
        using var stopping = new CancellationTokenSource();
        using OutputPipe? pipe = Pipe(arguments.Output, stopping);
        long lengthBytes = pipe is not null
            ? generation.WriteStream(pipe, arguments.Formats[0], stopping.Token)
            : generation.WriteFolder(arguments.Output, arguments.Formats, arguments.HasAnswers);
        if (!arguments.IsQuiet)
        {
            Tell(Quantity.Count(arguments.Options.Events, "record"), lengthBytes, arguments.Output, pipe);
        }

        return (int)ExitCode.Ok;
    }

    /// <summary>Makes the events of Nexmark.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="HotPathException">HP2002: the file cannot be written.</exception>
    public int Run(NexmarkArguments arguments)
    {
        var generation = new NexmarkGeneration(arguments.Options, Pace(arguments.Rate));
        using var stopping = new CancellationTokenSource();
        using OutputPipe? pipe = Pipe(arguments.Output, stopping);
        using Stream output = pipe ?? (Stream)Create(arguments.Output);
        long lengthBytes = generation.Write(output, arguments.Format, stopping.Token);
        if (!arguments.IsQuiet)
        {
            Tell(Quantity.Count(arguments.Options.Events, "event"), lengthBytes, arguments.Output, pipe);
        }

        return (int)ExitCode.Ok;
    }

    private static FileStream Create(string path)
    {
        try
        {
            return File.Create(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"--out '{path}': "
                + OpenFailure.Text(path, error, "name a file in a folder that is there", "name a file in it"),
                error);
        }
    }

    private OutputPipe? Pipe(string output, CancellationTokenSource stopping) => output == StandardOutput
        ? new OutputPipe(_streams.OpenOutput(), static () => { }, stopping.Cancel)
        : null;

    private void Tell(string all, long lengthBytes, string output, OutputPipe? pipe) => _streams.Messages.WriteLine(
        pipe is { IsReaderGone: true }
            ? $"standard output was closed by its reader before the end of {all}: at least "
                + $"{Quantity.Bytes(pipe.WrittenBytes)} written"
            : $"{all}, {Quantity.Bytes(lengthBytes)} written to {(pipe is null ? output : "standard output")}");

    private static SteadyPace? Pace(int rate)
    {
        if (rate == 0)
        {
            return null;
        }

        long startTicks = Stopwatch.GetTimestamp();
        return new SteadyPace(
            rate,
            () => (long)Stopwatch.GetElapsedTime(startTicks).TotalNanoseconds,
            static leftNs => Thread.Sleep((int)Math.Min(leftNs / NsPerMs, 1_000)));
    }
}
