using System.Collections.Generic;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Terminals;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

public sealed class StopSignalsTests
{
    [Test]
    public void Terminate_AgainAndAgain_SaysNothingNew_ButASecondInterruptEnds()
    {
        var exits = new List<ExitCode>();
        using var signals = new StopSignals(3600, (exit, _) => exits.Add(exit));
        Assert.That(signals.Received, Is.Null);
        signals.Receive(ExitCode.Interrupted);
        Assert.That((signals.Token.IsCancellationRequested, signals.Received, exits.Count), Is.EqualTo((true, ExitCode.Interrupted, 0)));
        signals.Receive(ExitCode.Terminated);
        signals.Receive(ExitCode.Terminated);
        Assert.That(exits, Is.Empty);
        signals.Receive(ExitCode.Interrupted);
        Assert.That(exits, Is.EqualTo(new[] { ExitCode.Interrupted }));
    }

    [Test]
    public void GracePeriod_Over_EndsWithTheCodeOfTheFirstSignal()
    {
        var exits = new List<(ExitCode, bool)>();
        using var signals = new StopSignals(3600, (exit, isGraceOver) => exits.Add((exit, isGraceOver)));
        signals.OnGraceOver();
        Assert.That(exits, Is.Empty, "nobody has asked to stop");
        signals.Receive(ExitCode.Terminated);
        signals.OnGraceOver();
        Assert.That(exits, Is.EqualTo(new[] { (ExitCode.Terminated, true) }));
    }

    [Test]
    public void Stop_WithoutSignal_LeavesNoExitCode()
    {
        using var signals = new StopSignals(3600, static (_, _) => { });
        signals.Stop();
        Assert.That((signals.Token.IsCancellationRequested, signals.Received), Is.EqualTo((true, (ExitCode?)null)));
    }
}
