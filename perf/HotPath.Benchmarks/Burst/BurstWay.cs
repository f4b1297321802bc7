using HotPath.Disruptor.Agents;

namespace HotPath.Benchmarks.Burst;

/// <summary>How the job is run.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Threads">Thread plan.</param>
/// <param name="Idle">What threads do without work.</param>
/// <param name="UnitRows">Rows of one unit of a firing. Unit: rows.</param>
/// <param name="MarkBytes">Log between two marks; <see langword="null"/> as it comes. Unit: bytes.</param>
internal sealed record BurstWay(string Name, string Threads, IdleMode Idle, int UnitRows, int? MarkBytes);
