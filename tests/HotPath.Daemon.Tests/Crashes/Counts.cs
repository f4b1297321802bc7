using System;
using System.Globalization;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>How much a crash test does: little in every run of the tests, all of it in <c>scripts/soak</c>.</summary>
internal static class Counts
{
    /// <summary>Seed of inputs, offsets and times, printed by each test: HOTPATH_SWEEP_SEED.</summary>
    public static ulong Seed => (ulong)Read("HOTPATH_SWEEP_SEED", 20_261_124);

    /// <summary>Events of the job that is swept: HOTPATH_SWEEP_EVENTS.</summary>
    public static int SweepEvents => Read("HOTPATH_SWEEP_EVENTS", 60);

    /// <summary>Syncs that fail at most: HOTPATH_SYNC_FAULTS.</summary>
    public static int SyncFaults => Read("HOTPATH_SYNC_FAULTS", 3);

    /// <summary>Bits that are turned, of each kind of run: HOTPATH_BIT_FLIPS.</summary>
    public static int BitFlips => Read("HOTPATH_BIT_FLIPS", 6);

    /// <summary>Kills at random moments: HOTPATH_RANDOM_KILLS.</summary>
    public static int RandomKills => Read("HOTPATH_RANDOM_KILLS", 60);

    /// <summary>Kills at random moments of a run with every kind of state: HOTPATH_STATE_KILLS.</summary>
    public static int StateKills => Read("HOTPATH_STATE_KILLS", 3);

    /// <summary>Runs that are told to stop at random moments: HOTPATH_TERMINATIONS.</summary>
    public static int Terminations => Read("HOTPATH_TERMINATIONS", 4);

    /// <summary>Power cuts of a machine in user mode: HOTPATH_POWER_CUTS.</summary>
    public static int PowerCuts => Read("HOTPATH_POWER_CUTS", 1);

    /// <summary>Kills of a run over a real data set: HOTPATH_DATA_SET_KILLS.</summary>
    public static int DataSetKills => Read("HOTPATH_DATA_SET_KILLS", 3);

    /// <summary>Kills of a run over repeated event ids, from a file and from a pipe: HOTPATH_EVENT_ID_KILLS.</summary>
    public static int EventIdKills => Read("HOTPATH_EVENT_ID_KILLS", 2);

    /// <summary>Kills of a node that clients send to, or of a client: HOTPATH_TCP_KILLS.</summary>
    public static int TcpKills => Read("HOTPATH_TCP_KILLS", 4);

    private static int Read(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
