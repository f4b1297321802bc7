using System.Collections.Generic;

namespace HotPath.Daemon.Why;

/// <summary>Every clock of a node at one moment.</summary>
/// <param name="Position">Position of the checkpoint. Unit: bytes.</param>
/// <param name="AsOfMs">Ingest time of its newest frame. Unit: ms since the Unix epoch.</param>
/// <param name="NowMs">What silence is counted to: the wall clock while the node runs, else the same. Unit: ms.</param>
/// <param name="IsRunning">Whether a process runs on the directory.</param>
/// <param name="Clocks">The clocks, by statement, stage and tenant.</param>
internal sealed record WhyReport(
    long Position, long AsOfMs, long NowMs, bool IsRunning, IReadOnlyList<ExplainedClock> Clocks);
