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
            long events = 0;
            JobReport? report = null;
            Sample byHand = Sample.Of(() => events = hand.Run());
            long rows = hand.Results;
            Sample isChecked = Sample.Of(() => events = hand.RunChecked());
            Sample ofJob = Sample.Of(() => report = job());
            Check(hand, events, rows, report!);
            Console.Error.WriteLine($"hand loop: {byHand}; out of the file: {isChecked}; job: {ofJob}");
            if (turn > 0)
            {
                turns.Add((byHand, isChecked, ofJob));
            }
        }

        return turns;
    }

    private static void Check(HandLoop hand, long events, long rows, JobReport report)
    {
        if (report.Events != events || report.Sinks[0].Rows != hand.Results || rows != hand.Results)
        {
            throw new InvalidOperationException(
                $"the job gave {report.Sinks[0].Rows} rows of {report.Events} events, the hand loop {hand.Results} of {events}");
        }
    }
}
