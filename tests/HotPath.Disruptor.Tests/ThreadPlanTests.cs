using HotPath.Disruptor.Agents;
using HotPath.Foundation.Errors;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

[TestFixture]
public sealed class ThreadPlanTests
{
    [TestCase("auto", 0, 1, "ingress+shard0+recorder+egress")]
    [TestCase("auto", 0, 2, "ingress/shard0+recorder+egress")]
    [TestCase("auto", 3, 2, "ingress/shard0+shard1+shard2+recorder+egress")]
    [TestCase("auto", 0, 6, "ingress/shard0/shard1/shard2/recorder/egress")]
    [TestCase("ingress/shards+recorder+egress", 2, 2, "ingress/shard0+shard1+recorder+egress")]
    [TestCase(" ingress + shard0 / shard1 / egress ", 0, 2, "ingress+shard0/shard1/recorder+egress")]
    [TestCase("egress/ingress+shards/recorder", 0, 2, "egress/ingress+shard0/recorder")]
    public void Parse_GoodPlan_IsUnderstood(string text, int shards, int processors, string expected) =>
        Assert.That(ThreadPlan.Parse(text, shards, processors).ToString(), Is.EqualTo(expected));

    [TestCase("ingress/shards+egress", 4)]
    [TestCase("auto", 2)]
    public void Parse_OfItsOwnText_GivesTheSame(string text, int shards)
    {
        var plan = ThreadPlan.Parse(text, shards, processorCount: 2);
        Assert.That(ThreadPlan.Parse(plan.ToString(), 0, processorCount: 64).ToString(), Is.EqualTo(plan.ToString()));
        Assert.That(plan.ShardCount, Is.EqualTo(shards));
    }

    [TestCase("", 0, "there is no agent ''")]
    [TestCase("ingress", 0, "'egress' is missing")]
    [TestCase("ingress/shards+egress+foo", 0, "there is no agent 'foo'")]
    [TestCase("ingress/shards+egress/ingress", 0, "'ingress' stands there twice")]
    [TestCase("ingress/shard1+egress", 0, "'shard0' is missing")]
    [TestCase("ingress/shard0+shard1+egress", 1, "there is no agent 'shard1'")]
    [TestCase("ingress//shards+egress", 0, "there is no agent ''")]
    [TestCase("auto", 65, "65 shards")]
    [TestCase("auto", -1, "-1 shards")]
    public void Parse_BadPlan_SaysWhatIsWrongAndWhatThereIs(string text, int shards, string problem)
    {
        HotPathException error = Assert.Throws<HotPathException>(() => ThreadPlan.Parse(text, shards, processorCount: 2))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.ConfigurationInvalid));
        Assert.That(error.Message, Does.Contain(problem).And.Contain("ingress").And.Contain("recorder, egress"));
    }
}
