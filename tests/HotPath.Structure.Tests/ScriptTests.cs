using System.Diagnostics;
using NUnit.Framework;

namespace HotPath.Structure.Tests;

/// <summary>What scripts say to arguments that they do not know, before anything is built.</summary>
public sealed class ScriptTests
{
    [TestCase("soak --minutes", "soak: --minutes '': give a whole number\n")]
    [TestCase("soak --minutes abc", "soak: --minutes 'abc': give a whole number\n")]
    [TestCase("soak --oracle -1", "soak: --oracle '-1': give a whole number\n")]
    [TestCase("soak --crash", "soak: --crash '': give all or short\n")]
    [TestCase("soak --crash some", "soak: --crash 'some': give all or short\n")]
    [TestCase("test --filter", "test: --filter needs a value (see --help)\n")]
    [TestCase("bench rin", "bench: no measurement 'rin' (scripts/bench lists them)\n")]
    public void Script_WithWhatItDoesNotKnow_SaysItInOneLine(string command, string message) =>
        Assert.That(Run(command), Is.EqualTo((2, message)));

    [Test]
    public void Bench_WithoutAName_ListsThem()
    {
        (int code, string errors) = Run("bench");
        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors, Does.StartWith("usage: scripts/bench NAME\n").And.Contain("\n  ring  ").And.Contain("\n  micro  "));
        Assert.That(errors, Does.Not.Contain("\"\"\"").And.Not.Contain("=="));
    }

    private static (int Code, string Errors) Run(string command)
    {
        var start = new ProcessStartInfo("bash", $"{Checkout.Root}/scripts/{command}") { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
