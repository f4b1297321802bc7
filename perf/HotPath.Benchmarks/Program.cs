using System;
using System.Globalization;
using HotPath.Benchmarks.Burst;
using HotPath.Benchmarks.Checkpoints;
using HotPath.Benchmarks.Codegen;
using HotPath.Benchmarks.Durable;
using HotPath.Benchmarks.Flink;
using HotPath.Benchmarks.Latency;
using HotPath.Benchmarks.MainJob;
using HotPath.Benchmarks.Micro;
using HotPath.Benchmarks.Pipeline;
using HotPath.Benchmarks.Rings;
using HotPath.Benchmarks.Sbe;
using HotPath.Benchmarks.Startup;
using HotPath.Benchmarks.Windows;

namespace HotPath.Benchmarks;

internal static class Program
{
    private const long DefaultEvents = 5_000_000;
    private const long BurstWindows = 1_000_000;
    private const int DefaultEntries = 1_000_000;
    private const long DurableEvents = 28_000_000; // behind what the measurement of used segments leaves out

    private const string Usage = """
        usage: scripts/bench NAME
          main-job [EVENTS]      the main job over an imported log, next to a hand-written loop
          main-job EVENTS WORD   only the variants whose name holds WORD, for a profiler; writes nothing
          pipeline               latency of the whole pipeline on one core at fixed rates, next to a jitter control and the disk
          pipeline RATE [WORD]   only that rate, and the ways whose name holds WORD, for a profiler; writes nothing
          durable [EVENTS]       the main job in memory, durable and recovering, next to the disk alone
          durable-latency        from when an event is due to its commit, next to the disk alone
          tuning                 what each option of an operator does to latency, and what it costs
          burst [WINDOWS [WORD]] other tenants' latency when one fires a million windows at once; WORD: as above
          ring                   one thread to another: our rings next to one by hand and to the runtime's queues
          windows [EVENTS [WORD]] each kind of window at 10 to 1,000,000 keys, next to loops by hand; WORD: as in "10000 HOP"
          flink [EVENTS]         the main job beside Apache Flink, the same query over the same events
          flink-windows [EVENTS] each kind of window beside Apache Flink
          startup                from the start of the process to the first result
          codegen                ways of compiling a query kernel: start-up and ns/row
          checkpoint-store [ENTRIES]   a checkpoint into LMDB next to LMDB's puts in random order
          sbe [WORD]             SBE next to a struct overlay by hand and other serializers; WORD: as above
          micro                  BenchmarkDotNet: parts of the hot path, checked against perf/budgets.json
        """;

    private static int Main(string[] arguments) => arguments switch
    {
        ["main-job"] => MainJobHarness.Run(DefaultEvents),
        ["main-job", string events] => MainJobHarness.Run(long.Parse(events, CultureInfo.InvariantCulture)),
        ["main-job", string events, string only] => MainJobHarness.Run(long.Parse(events, CultureInfo.InvariantCulture), only),
        ["pipeline"] => PipelineHarness.Run(),
        ["pipeline", string rate] => PipelineHarness.Run(int.Parse(rate, CultureInfo.InvariantCulture)),
        ["pipeline", string rate, string only] => PipelineHarness.Run(int.Parse(rate, CultureInfo.InvariantCulture), only),
        ["durable"] => DurableHarness.Run(DurableEvents),
        ["durable", string events] => DurableHarness.Run(long.Parse(events, CultureInfo.InvariantCulture)),
        ["durable", string events, string only] => DurableHarness.Run(long.Parse(events, CultureInfo.InvariantCulture), only),
        ["durable-latency"] => LatencyHarness.Run(),
        ["tuning"] => TuningHarness.Run(),
        ["burst"] => BurstHarness.Run(BurstWindows),
        ["burst", string windows] => BurstHarness.Run(long.Parse(windows, CultureInfo.InvariantCulture)),
        ["burst", string windows, string only] => BurstHarness.Run(long.Parse(windows, CultureInfo.InvariantCulture), only),
        ["ring"] => RingHarness.Run(),
        ["windows"] => WindowsHarness.Run(DefaultEvents),
        ["windows", string events, string only] => WindowsHarness.Run(long.Parse(events, CultureInfo.InvariantCulture), only),
        ["windows", string events] => WindowsHarness.Run(long.Parse(events, CultureInfo.InvariantCulture)),
        ["flink"] => FlinkHarness.Run(DefaultEvents),
        ["flink", string events] => FlinkHarness.Run(long.Parse(events, CultureInfo.InvariantCulture)),
        ["flink-windows"] => FlinkWindowsHarness.Run(DefaultEvents),
        ["flink-windows", string events] => FlinkWindowsHarness.Run(long.Parse(events, CultureInfo.InvariantCulture)),
        ["startup"] => StartupHarness.Run(),
        ["checkpoint-store"] => CheckpointStoreHarness.Run(DefaultEntries),
        ["checkpoint-store", string entries] => CheckpointStoreHarness.Run(int.Parse(entries, CultureInfo.InvariantCulture)),
        ["sbe"] => SbeHarness.Run(),
        ["sbe", string only] => SbeHarness.Run(only),
        [GeneratorTimes.ChildCommand] => GeneratorTimes.RunInChild(),
        ["micro"] => MicroHarness.Run(),
        ["codegen"] => CodegenHarness.Run(),
        ["codegen-child", string way] => CodegenHarness.RunInChild(way),
        _ => Help(),
    };

    private static int Help()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
