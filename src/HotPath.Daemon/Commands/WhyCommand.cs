using System;
using System.IO;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Terminals;
using HotPath.Daemon.Why;
using HotPath.Foundation.Errors;
using HotPath.State.Lmdb;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath why</c>: what holds each watermark.</summary>
internal sealed class WhyCommand
{
    private readonly ConsoleStreams _streams;

    /// <summary>The command.</summary>
    /// <param name="streams">Standard streams.</param>
    public WhyCommand(ConsoleStreams streams) => _streams = streams;

    /// <summary>Answers.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    public int Run(WhyArguments arguments)
    {
        long? nowMs = DataDirectory.IsInUse(arguments.DataDirectory)
            ? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()
            : null;
        WhyReport report;
        using (LmdbStateReader state = LmdbStateReader.Open(arguments.DataDirectory))
        {
            if (state.Position < 0)
            {
                throw NoCheckpoint(arguments.DataDirectory, isRunning: nowMs is not null);
            }

            report = new ClockReader(state).Read(nowMs, arguments.SilentMs);
        }

        using var output = new OutputPipe(_streams.OpenOutput(), static () => { }, static () => { });
        if (arguments.IsJson)
        {
            WhyJson.Write(report, output);
            return (int)ExitCode.Ok;
        }

        using var text = new StreamWriter(output);
        WhyWriter.Write(report, text);
        return (int)ExitCode.Ok;
    }

    private static HotPathException NoCheckpoint(string directory, bool isRunning) => new(
        ErrorCode.InputUnreadable,
        $"--data {directory}: there is no checkpoint yet, and only a checkpoint says how far clocks are; "
        + (isRunning
            ? "ask again when the node has taken one"
            : "the node does not run, it has ended before its first: start it again with hotpath run, and ask when it "
                + "has taken one"));
}
