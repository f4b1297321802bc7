using System.Collections.Generic;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Terminals;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

public sealed class StopSignalsTests
{
    [Test]
    public void Signal_First_AsksTheSecondEnds()
    {
        var exits = new List<ExitCode>();
        using var signals = new StopSignals(exits.Add);
        Assert.That(signals.Received, Is.Null);
        signals.Receive(ExitCode.Interrupted);
        Assert.That((signals.Token.IsCancellationRequested, signals.Received, exits.Count), Is.EqualTo((true, ExitCode.Interrupted, 0)));
        signals.Receive(ExitCode.Terminated);
        Assert.That(exits, Is.EqualTo(new[] { ExitCode.Terminated }));
    }

    [Test]
    public void Stop_WithoutSignal_LeavesNoExitCode()
    {
        using var signals = new StopSignals(static _ => { });
        signals.Stop();
        Assert.That((signals.Token.IsCancellationRequested, signals.Received), Is.EqualTo((true, (ExitCode?)null)));
    }
}
