using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Benchmarks.MainJob;
using HotPath.Benchmarks.Reporting;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.Windows;

/// <summary>One kind of window over one log: its turns, in which the others have theirs too.</summary>
internal sealed class WindowTrial : IDisposable
{
    private static readonly long TurnMs = (long)TimeSpan.FromDays(10).TotalMilliseconds; // more than a watermark lags

    private readonly HandWindows _hand;
    private readonly MainJobStages _silent;
    private readonly ShardFeed _feed;
    private readonly MainJobStages _firing;
    private readonly List<(double Hand, double Event, double Job)> _turns = [];
    private int _shardTurns;

    public WindowTrial(string log, WindowForm form, string call, FileConnectors connectors, HandWindows hand)
    {
        Form = form;
        _hand = hand;
        IJobPlan silent = WindowScript.Compile(log, call, WindowScript.Never);
        _silent = new MainJobStages(silent, connectors, log);
        _feed = new ShardFeed(silent, log);
        _firing = new MainJobStages(WindowScript.Compile(log, call, WindowScript.AtOnce), connectors, log);
    }

    public WindowForm Form { get; }

    /// <summary>Rows that come out.</summary>
    public long Rows { get; private set; }

    /// <summary>CPU time of the operators alone, without firing and without reading the log. Unit: s.</summary>
    public double EventSeconds => Figures.Median(_turns, static turn => turn.Event);

    /// <summary>CPU time of the whole job. Unit: s.</summary>
    public double JobSeconds => Figures.Median(_turns, static turn => turn.Job);

    /// <summary>CPU time of the loop by hand. Unit: s.</summary>
    public double HandSeconds => Figures.Median(_turns, static turn => turn.Hand);

    /// <summary>The job's time as a multiple of the loop's, by turn.</summary>
    public double JobOfHand => Figures.Median(_turns, static turn => turn.Job / turn.Hand);

    /// <summary>What the operators held when every window was open for the first time. Unit: bytes.</summary>
    public long StateBytes { get; private set; }

    /// <summary>Groups that they held then.</summary>
    public long Entries { get; private set; }

    /// <summary>The time of an event as a multiple of another window's, by turn.</summary>
    public double EventOf(WindowTrial other) => Figures.Median(
        [.. _turns.Zip(other._turns, static (own, others) => own.Event / others.Event)], static ratio => ratio);

    /// <summary>Has a turn.</summary>
    /// <param name="counts">Whether its figures count.</param>
    /// <exception cref="InvalidOperationException">Loop and job did not give the same number of rows.</exception>
    public void Turn(bool counts)
    {
        JobReport? report = null;
        double hand = SecondsOf(() => _hand.Run(Form));
        double operators = ReadIntoShard();
        double reading = SecondsOf(_silent.ReadLog);
        double job = SecondsOf(() => report = _firing.RunJob(MainJobHarness.OneThread));
        Rows = report!.Sinks[0].Rows;
        if (Rows != _hand.Results)
        {
            throw new InvalidOperationException($"{Form}: the job gave {Rows} rows, the loop by hand {_hand.Results}");
        }

        if (counts)
        {
            _turns.Add((hand, operators - reading, job));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _feed.Dispose();

    // The windows of the turn before fire first, so that rows find memory that has been used.
    private double ReadIntoShard()
    {
        long laterMs = _shardTurns++ * TurnMs;
        _feed.ReadFirst(laterMs);
        double seconds = SecondsOf(() => _feed.Read(laterMs));
        if (_shardTurns == 1)
        {
            (StateBytes, Entries) = (_feed.StateBytes, _feed.StateEntries);
        }

        return seconds;
    }

    private double SecondsOf(Action run)
    {
        Sample sample = Sample.Of(run);
        Console.Error.WriteLine($"{Form}: {sample}");
        return sample.CpuSeconds;
    }
}
