using HotPath.Dataflow.Plans;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Simulation;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>Small jobs, simulated.</summary>
internal static class SimulatedJob
{
    public const string LogPath = "run.hplog";

    public static readonly JobOptions Options = new()
    {
        RingBytes = 32 * 1024,
        FrameBytesMax = 4096,
        BatchFrames = 60,
        FiringUnitRows = 4,
        RecordPath = LogPath,
    };

    public static JobReport Run(
        SimulatedWorld world,
        IJobPlan plan,
        FakeConnectors connectors,
        int shards = 1,
        JobOptions? options = null,
        long stopAfterSteps = long.MaxValue,
        string? replayPath = null)
    {
        var job = new NodeJob
        {
            Plan = plan,
            Connectors = connectors,
            Options = options ?? Options,
            ShardCount = shards,
            ReplayPath = replayPath,
        };
        return Simulator.Run(world, job, stopAfterSteps);
    }
}
