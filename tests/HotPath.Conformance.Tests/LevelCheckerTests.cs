using System;
using System.Collections.Generic;
using HotPath.Conformance.Levels;
using NUnit.Framework;

namespace HotPath.Conformance.Tests;

/// <summary>The runner must notice whatever is wrong: each test corrupts one thing and names the level that catches
/// it.</summary>
public sealed class LevelCheckerTests
{
    private const string Expected = """
        after_line,op,k,v
        1,+I,a,1
        2,+I,b,1
        3,-U,a,1
        3,+U,a,2
        EOF,+I,c,9
        """;

    [Test]
    public void Check_SameChanges_ReachesEveryLevel()
    {
        LevelVerdict verdict = LevelChecker.Check(Parse(), Changes());
        Assert.That(verdict.Reached, Is.EqualTo("FNCTK"));
        Assert.That(verdict.IsPass);
    }

    [Test]
    public void Check_OtherOrderOfOtherKeys_ReachesEveryLevel()
    {
        List<Change> actual = Changes();
        (actual[0], actual[1]) = (actual[1], actual[0]);
        Assert.That(LevelChecker.Check(Parse(), actual).IsPass);
    }

    [TestCase("value", "", "FNCTK")]
    [TestCase("missing", "", "FNCTK")]
    [TestCase("extra", "", "FNCTK")]
    [TestCase("doubled", "", "FNCTK")]
    [TestCase("line", "FCK", "NT")]
    [TestCase("op", "FN", "CTK")]
    [TestCase("order", "FNCT", "K")]
    [TestCase("half a pair", "", "FNCTK")]
    [TestCase("pair on different lines", "FCK", "NT")]
    public void Check_CorruptResult_IsNoticedAtTheRightLevels(string corruption, string reached, string failed)
    {
        LevelVerdict verdict = LevelChecker.Check(Parse(), Corrupt(corruption));
        Assert.That(verdict.Reached, Is.EqualTo(reached));
        Assert.That(verdict.Failed, Is.EqualTo(failed[0]));
        Assert.That(verdict.Differences, Is.Not.Empty);
    }

    [Test]
    public void Check_FinalFile_IsComparedWithTheNetOfTheResult()
    {
        Expectation right = Expectation.Parse(Expected, "k,v\na,2\nb,1\nc,9\n", "levels: F");
        Expectation wrong = Expectation.Parse(Expected, "k,v\na,2\nb,1\n", "levels: F");
        Assert.That(LevelChecker.Check(right, Changes()).IsPass);
        Assert.That(LevelChecker.Check(wrong, Changes()).Differences, Is.EqualTo(new[] { "extra: c,9 (expected 0, got 1)" }));
    }

    [Test]
    public void Check_RowsThatDifferOnlyInWhereACommaStands_AreDifferent()
    {
        Expectation expectation = Expectation.Parse("after_line,op,a,b\n1,+I,\"x,y\",z\n", null, "levels: F C T");
        Assert.That(LevelChecker.Check(expectation, [new Change(1, "+I", ["x,y", "z"])]).IsPass);
        Assert.That(LevelChecker.Check(expectation, [new Change(1, "+I", ["x", "y,z"])]).IsPass, Is.False);
    }

    [Test]
    public void Check_OrderWithinAnotherKeyColumn_IsNotPrescribed()
    {
        Expectation byValue = Expectation.Parse(Expected, null, "levels: F N C T; K by v");
        Assert.That(LevelChecker.Check(byValue, Corrupt("order")).IsPass);
    }

    private static Expectation Parse() => Expectation.Parse(Expected, null, "levels: F N C T; K by k");

    private static List<Change> Changes() => [.. Parse().Changes];

    private static List<Change> Corrupt(string corruption)
    {
        List<Change> changes = Changes();
        switch (corruption)
        {
            case "value":
                changes[3] = changes[3] with { Fields = ["a", "3"] };
                break;
            case "missing":
                changes.RemoveAt(4);
                break;
            case "extra":
                changes.Add(new Change(2, "+I", ["d", "4"]));
                break;
            case "doubled":
                changes.Add(changes[1]);
                break;
            case "line":
                changes[1] = changes[1] with { Line = 1 };
                break;
            case "op":
                changes[3] = changes[3] with { Op = "+I" };
                break;
            case "order":
                (changes[2], changes[3]) = (changes[3], changes[2]);
                break;
            case "half a pair":
                changes.RemoveAt(2);
                break;
            case "pair on different lines":
                changes[3] = changes[3] with { Line = Change.EndOfInput };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(corruption));
        }

        return changes;
    }
}
