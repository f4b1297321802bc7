using System;
using HotPath.Conformance.Levels;
using NUnit.Framework;

namespace HotPath.Conformance.Tests;

public sealed class LevelSetTests
{
    [TestCase("no line at all", "F N C T")]
    [TestCase("levels: F C T; K by k, g", "F C T; K by k, g")]
    [TestCase("x\nlevels: F N C T; K\ny", "F N C T; K")]
    [TestCase("Levels: F N. Expected output recorded from Apache Flink 2.3.0 in lockstep.", "F N")]
    [TestCase("Levels: F C T; K by product. Expected output recorded.", "F C T; K by product")]
    public void FromNotes_EveryFormInUse_IsRead(string notes, string levels) =>
        Assert.That(LevelSet.FromNotes(notes).ToString(), Is.EqualTo(levels));

    [TestCase("levels: F Q")]
    [TestCase("levels:")]
    public void FromNotes_UnknownLevel_IsRefused(string notes) =>
        Assert.That(() => LevelSet.FromNotes(notes), Throws.TypeOf<FormatException>());
}
