using System;
using System.Collections.Generic;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.MainJob;

/// <summary>A job and the loop by hand over the same log, in memory and checked, in turns.</summary>
internal static class BesideHand
{
    /// <summary>Measures.</summary>
    /// <param name="hand">The loop.</param>
    /// <param name="job">The job.</param>
    /// <returns>The turns, without the first.</returns>
    /// <exception cref="InvalidOperationException">They did not give the same number of rows.</exception>
    public static List<(Sample Hand, Sample Checked, Sample Job)> Measure(HandLoop hand, Func<JobReport> job)
    {
        var turns = new List<(Sample Hand, Sample Checked, Sample Job)>();
        for (int turn = 0; turn <= MainJobHarness.Repetitions; turn++)
        {
            JobReport? report = null;
            Sample byHand = Sample.Of(() => hand.Run());
            (long Events, long Rows) inMemory = (hand.Events, hand.Results);
            Sample outOfFile = Sample.Of(() => hand.RunChecked());
            Sample ofJob = Sample.Of(() => report = job());
            Check(inMemory, report!);
            Check((hand.Events, hand.Results), report!);
            Console.Error.WriteLine($"hand loop: {byHand}; out of the file: {outOfFile}; job: {ofJob}");
            if (turn > 0)
            {
                turns.Add((byHand, outOfFile, ofJob));
            }
        }

        return turns;
    }

    private static void Check((long Events, long Rows) byHand, JobReport report)
    {
        if ((report.Events, report.Sinks[0].Rows) != byHand)
        {
            throw new InvalidOperationException(
                $"the job gave {report.Sinks[0].Rows} rows of {report.Events} events, the hand loop {byHand.Rows} of {byHand.Events}");
        }
    }
}
