using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using HotPath.Benchmarks.MainJob;
using HotPath.Benchmarks.Reporting;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.Flink;

/// <summary>
/// Both engines over the same file, as their users run them: Flink reads and parses it; HotPath reads and parses it too, and
/// once more from the log that it was imported into.
/// </summary>
/// <param name="flink">The peer.</param>
/// <param name="folder">Where file and log go; they are overwritten and removed.</param>
/// <param name="events">Events in the file. Unit: events.</param>
/// <param name="keys">Different keys. Unit: keys.</param>
/// <param name="density">Events in a second of event time. Unit: events/s.</param>
internal sealed class FlinkFileRace(FlinkPeer flink, string folder, long events, int keys, int density)
{
    private readonly FileConnectors _connectors = new(new FileConnectorOptions());
    private readonly string _file = Path.Combine(folder, "flink-events.csv");
    private readonly string _log = Path.Combine(folder, "flink-events.hplog");

    /// <summary>Runs.</summary>
    /// <param name="query">The query, over <c>ev</c>.</param>
    /// <param name="turns">How many.</param>
    /// <returns>Each turn: Flink, HotPath from the file, HotPath from the log. Unit: events per CPU second.</returns>
    public List<(double Flink, double File, double Log)> Run(string query, int turns)
    {
        try
        {
            IJobPlan fromFile = FlinkScript.Compile(query, _file, "csv");
            WriteFile(fromFile.Tables[0].Schema);
            JobRunner.Import(fromFile, _connectors, _log, new JobOptions(), CancellationToken.None);
            IJobPlan fromLog = FlinkScript.Compile(query, _log, "hotpath-log");
            var all = new List<(double Flink, double File, double Log)>();
            for (int turn = 0; turn < turns; turn++)
            {
                double peer = flink.RunFile(FlinkScript.Table(_file, "csv") + query, events).PerCpuSecond;
                all.Add((peer, Own(fromFile, _file), Own(fromLog, _log)));
                Console.Error.WriteLine($"{keys} keys out of a file: {all[^1]}");
            }

            return all;
        }
        finally
        {
            File.Delete(_file);
            File.Delete(_log);
        }
    }

    private double Own(IJobPlan plan, string path)
    {
        var stages = new MainJobStages(plan, _connectors, path);
        var samples = new List<Sample>();
        for (int i = 0; i <= MainJobHarness.Repetitions; i++)
        {
            samples.Add(Sample.Of(() => Check(stages.RunJob(MainJobHarness.OneThread))));
        }

        return Figures.Median(samples.GetRange(1, MainJobHarness.Repetitions), sample => events / sample.CpuSeconds);
    }

    private void Check(JobReport report)
    {
        if (report.Events != events || report.Rejected > 0)
        {
            throw new InvalidOperationException($"{report.Events} events and {report.Rejected} rejected of {events}");
        }
    }

    private void WriteFile(RowSchema schema)
    {
        var source = new KeyedEvents(events, keys, density);
        using var record = new SourceRecord(new NativeHeap(), schema);
        using var writer = new StreamWriter(_file);
        while (source.Read(record, default) == ReadStatus.Row)
        {
            RowView row = record.Row.View;
            DateTime time = DateTime.UnixEpoch.AddMilliseconds(row.Get<long>(2));
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Get<long>(0)},{row.Get<long>(1)},{time:yyyy-MM-dd HH:mm:ss.fff},{row.Get<int>(3)},{row.Get<long>(4)}\n"));
        }
    }
}
