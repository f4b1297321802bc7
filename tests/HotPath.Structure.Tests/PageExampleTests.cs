using System.Linq;
using NUnit.Framework;

namespace HotPath.Structure.Tests;

/// <summary>Examples that a page prints and a test runs are the same text.</summary>
public sealed class PageExampleTests
{
    [TestCase("docs/disruptor.md", "tests/HotPath.Disruptor.Tests/ExampleTests.cs")]
    [TestCase("docs/disruptor.md", "tests/HotPath.Disruptor.Tests/IdleSwitchExampleTests.cs")]
    [TestCase("docs/functions.md", "docs/examples/functions/TextFunctions.cs")]
    [TestCase("docs/functions.md", "docs/examples/functions/WeightedAverage.cs")]
    [TestCase("docs/functions.md", "docs/examples/functions/CalendarFunctions.cs")]
    [TestCase("docs/tcp.md", "tests/HotPath.Connectors.Tcp.Tests/ExampleTests.cs")]
    public void Page_ShowsTheCodeOfItsTest(string page, string test)
    {
        string example = Lines(Checkout.Read(test)).Split("// begin\n")[1].Split("// end\n")[0];
        Assert.That(Lines(Checkout.Read(page)), Does.Contain(example));
    }

    private static string Lines(string text) =>
        string.Concat(text.Split('\n').Select(static line => line.Trim() + "\n"));
}
