using HotPath.Daemon.Commands;
using HotPath.Daemon.Terminals;

namespace HotPath.Daemon;

/// <summary>Entry point.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        _ = ProcessClock.SinceStartMs;
        ConsoleStreams streams = ConsoleStreams.OfProcess();
        return new Application(streams, new EngineCommands(streams)).Run(args);
    }
}
