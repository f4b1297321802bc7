namespace HotPath.Benchmarks.Flink;

/// <summary>What both engines did in one turn. Unit: events per CPU second.</summary>
/// <param name="Flink">Flink.</param>
/// <param name="Own">HotPath on one thread.</param>
/// <param name="Hand">The loop by hand; 0 where there is none.</param>
/// <param name="Checked">The loop by hand that reads and checks the file; 0 where there is none.</param>
internal readonly record struct FlinkTurn(double Flink, double Own, double Hand, double Checked);
