using System;
using System.IO;
using System.Threading;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Status;
using HotPath.Daemon.Terminals;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath top</c>: the status document of a node again and again, until the node or the user ends it.
/// </summary>
internal sealed class TopCommand(ConsoleStreams streams)
{
    private const int IntervalMs = 1_000;
    private const int LinesMax = 40;
    private const string Home = "\u001b[H\u001b[J";
    private const string Missing = "the node has no status now: this is what it last said; is its disk full?";

    /// <summary>Shows it.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: there is no node's status.</exception>
    public int Run(TopArguments arguments)
    {
        // The same terminal that messages go to; where there is none, one look is what can be shown.
        bool isLive = streams.IsMessagesTerminal && !arguments.IsOnce;
        using var output = new StreamWriter(new OutputPipe(streams.OpenOutput(), static () => { }, static () => { }));
        StatusView status = StatusView.Read(arguments.DataDirectory);
        bool isMissing = false;
        while (true)
        {
            output.Write(isLive ? Home : string.Empty);
            Show(status, isMissing ? Missing : null, isLive && streams.IsOutputTerminal, output);
            output.Flush();
            if (!isLive || status.IsEnded)
            {
                return (int)ExitCode.Ok;
            }

            Thread.Sleep(IntervalMs);
            StatusView? next = StatusView.Find(arguments.DataDirectory);
            isMissing = next is null;
            status = next ?? status;
        }
    }

    // On a terminal a wrapped line, or one too many, would scroll the first ones away with every look. The last row is
    // the cursor's, and the last column may wrap.
    private void Show(StatusView status, string? note, bool isFitted, StreamWriter output)
    {
        int columnsMax = isFitted ? Math.Max(1, streams.Columns() - 1) : int.MaxValue;
        foreach (string line in status.Lines(note, isFitted ? streams.Rows() - 1 : LinesMax, columnsMax))
        {
            output.WriteLine(isFitted ? TerminalLine.Fit(line, columnsMax) : line);
        }
    }
}
