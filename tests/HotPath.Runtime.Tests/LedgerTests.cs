using HotPath.Foundation.Errors;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Simulation;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

[TestFixture]
public sealed class LedgerTests
{
    [Test]
    public void Run_NothingGoesWrong_Balances() =>
        Assert.That(Run(FaultPoint.None, after: 0).Balanced, Is.True);

    [TestCase(FaultPoint.DropBeforeSequencing, "source table 1")]
    [TestCase(FaultPoint.DoubleSequenced, "source table 1")]
    [TestCase(FaultPoint.DropDelivered, "was handed 499 rows of the 500")]
    [TestCase(FaultPoint.DoubleDelivered, "was handed 501 rows of the 500")]
    [TestCase(FaultPoint.DropOutput, "statements produced")]
    [TestCase(FaultPoint.DropAtSink, "'out1', sink 0")]
    [TestCase(FaultPoint.DoubleAtSink, "'out1', sink 0")]
    public void Run_OneRowDroppedOrDoubled_TurnsTheLedgerRed(FaultPoint point, string place)
    {
        for (long after = 0; after < 500; after += after % 8 == 0 ? 1 : 7)
        {
            HotPathException error = Assert.Throws<HotPathException>(() => Run(point, after), $"{point} after {after}")!;
            Assert.That(error.Code, Is.EqualTo(ErrorCode.LedgerUnbalanced), $"{point} after {after}");
            Assert.That(error.Message, Does.Contain(place), $"{point} after {after}");
        }
    }

    private static Jobs.JobReport Run(FaultPoint point, long after)
    {
        var world = new SimulatedWorld(TestSeed.Value);
        if (point != FaultPoint.None)
        {
            world.Arm(point, after);
        }

        var rows = new ShopRow[500];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new ShopRow("only", i, i);
        }

        // Rows of which hardly one fires come many at a time.
        var plan = new ShopPlan { FireEvery = after % 2 == 0 ? 10 : 1_000_000 };
        return SimulatedJob.Run(world, plan, FakeConnectors.OneFile(rows));
    }
}
