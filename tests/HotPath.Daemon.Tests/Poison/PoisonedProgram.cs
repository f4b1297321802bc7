using HotPath.Daemon.Commands;
using HotPath.Daemon.Terminals;

namespace HotPath.Daemon.Tests.Poison;

/// <summary>
/// The real command line, whose operators end the process at a row that the environment names. It is the entry point of
/// the test project: NUnit has its own, so the product needs none of this.
/// </summary>
internal static class PoisonedProgram
{
    private static int Main(string[] args)
    {
        ConsoleStreams streams = ConsoleStreams.OfProcess();
        PoisonedRow row = PoisonedRow.OfEnvironment();
        return new Application(streams, new EngineCommands(streams, plan => new PoisonedPlan(plan, row))).Run(args);
    }
}
