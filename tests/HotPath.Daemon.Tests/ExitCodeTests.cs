using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Daemon.Errors;
using HotPath.Foundation.Errors;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

public sealed class ExitCodeTests
{
    private static readonly Dictionary<ErrorCode, int> Expected = new()
    {
        [ErrorCode.ConfigurationInvalid] = 2,
        [ErrorCode.ScriptInvalid] = 2,
        [ErrorCode.NotSupported] = 2,
        [ErrorCode.SbeInvalid] = 2,
        [ErrorCode.InputUnreadable] = 3,
        [ErrorCode.OutputUnwritable] = 4,
        [ErrorCode.LogCorrupt] = 5,
        [ErrorCode.ReplayDiverged] = 6,
        [ErrorCode.RowFailed] = 7,
        [ErrorCode.SyncFailed] = 8,
        [ErrorCode.DiskFull] = 4,
        [ErrorCode.StateCorrupt] = 9,
        [ErrorCode.DataDirectoryRefused] = 10,
        [ErrorCode.NodeUnreachable] = 11,
        [ErrorCode.ConnectionRefused] = 12,
        [ErrorCode.InvariantBroken] = 1,
        [ErrorCode.LedgerUnbalanced] = 1,
        [ErrorCode.OutOfMemory] = 1,
    };

    private static IEnumerable<ErrorCode> Codes => Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.None);

    [TestCaseSource(nameof(Codes))]
    public void Error_OfEachCode_EndsWithItsExitCode(ErrorCode code)
    {
        var streams = new MemoryStreams();
        var commands = new RecordingCommands { Throws = new HotPathException(code, "field 'x': value 3 is wrong; give 4") };
        int exit = new Application(streams.Streams(), commands).Run(["explain", "a.sql"]);
        Assert.Multiple(() =>
        {
            Assert.That(Expected, Does.ContainKey(code), "a new code needs a decision and a line here");
            Assert.That(exit, Is.EqualTo(Expected[code]));
            Assert.That(streams.Messages, Does.StartWith($"hotpath: HP{(int)code}: field 'x': value 3 is wrong; give 4"));
            Assert.That(streams.Messages.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
            Assert.That(streams.Messages.Contains("details: ", StringComparison.Ordinal), Is.EqualTo(exit == 1));
        });
    }

    [TestCase("explain docs/examples/first/schema.sql docs/examples/first/queries.sql --set ORDERS=docs/examples/first/orders.csv")]
    [TestCase("doctor")]
    [TestCase("--help")]
    [TestCase("run --help")]
    [TestCase("generate --out - --events 10")]
    [TestCase("nexmark --out - --events 10")]
    public void StandardOutput_FullOrClosed_IsOneLineAndExitCode4(string arguments)
    {
        foreach ((string to, string why) in new[] { ("> /dev/full", "No space left on device"), (">&-", "Bad file descriptor") })
        {
            CommandResult result = CommandRun.Complete($"hotpath {arguments} {to}");
            Assert.That(result.ExitCode, Is.EqualTo(4), result.Errors);
            Assert.That(result.Errors, Does.StartWith("hotpath: HP2002: ").And.Contain($"cannot be written: {why}; "));
            Assert.That(result.Errors.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        }
    }

    /// <summary>The system calls it a matter of rights.</summary>
    [TestCase("run docs/examples/first/schema.sql docs/examples/first/queries.sql --set ORDERS=docs/examples/first/orders.csv --record docs", 4,
        "HP2002: docs: the log cannot be written: it is a folder; name a file in it")]
    [TestCase("run docs/examples/first/schema.sql docs/examples/first/queries.sql --set ORDERS=docs/examples/first/orders.csv --report docs", 4,
        "HP2002: --report docs: cannot be written: it is a folder; give the path of a file in it")]
    [TestCase("replay docs", 3, "HP2001: docs: the log cannot be read: it is a folder; name the file of a log; a data directory is given with '--data'")]
    [TestCase("send docs --to 127.0.0.1:9 --client a", 3, "HP2001: input 'docs' cannot be opened: it is a folder; give a file, one at a time")]
    [TestCase("nexmark --out docs", 4, "HP2002: --out 'docs': it is a folder; name a file in it")]
    [TestCase("schema dump codecs/commerce/v1/commerce.xml docs", 3, "HP2001: cannot read 'docs': it is a folder; give a file in it")]
    public void Folder_InPlaceOfAFile_IsCalledAFolder(string arguments, int exit, string expected)
    {
        CommandResult result = CommandRun.Complete($"hotpath {arguments}");
        Assert.That(result.ExitCode, Is.EqualTo(exit), result.Errors);
        Assert.That(result.Errors, Does.Contain($"hotpath: {expected}\n"));
    }

    /// <summary>Messages that cannot be written end nothing: rows and exit code are as ever.</summary>
    [TestCase("2> /dev/full")]
    [TestCase("2>&-")]
    public void StandardError_FullOrClosed_ChangesNeitherRowsNorExitCode(string to)
    {
        const string First = "docs/examples/first/schema.sql docs/examples/first/queries.sql --set ORDERS=docs/examples/first/orders.csv";
        CommandResult told = CommandRun.Complete($"hotpath run {First} --output csv");
        CommandResult untold = CommandRun.Complete($"hotpath run {First} --output csv {to}");
        Assert.That((untold.ExitCode, untold.Output), Is.EqualTo((0, told.Output)));
        Assert.That(CommandRun.Complete($"hotpath run nosuch.sql {to}").ExitCode, Is.EqualTo(2));
    }

    [Test]
    public void Error_Unexpected_IsOneLineThatNamesTheDetails()
    {
        var streams = new MemoryStreams();
        var commands = new RecordingCommands { Throws = new AggregateException(new InvalidOperationException("first\nsecond")) };
        int exit = new Application(streams.Streams(), commands).Run(["explain", "a.sql"]);
        string line = streams.Messages.TrimEnd();
        string details = line[(line.IndexOf("details: ", StringComparison.Ordinal) + 9)..];
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.EqualTo(1));
            Assert.That(line, Does.Contain("InvalidOperationException: first;"));
            Assert.That(line, Does.Not.Contain("\n").And.Not.Contain("   at "));
            Assert.That(File.ReadAllText(details), Does.Contain("   at "));
        });
        File.Delete(details);
    }

    [Test]
    public void Readme_OfScripts_ListsEveryExitCodeAndErrorCode()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "scripts", "README.md"));
        Assert.Multiple(() =>
        {
            foreach (ErrorCode code in Codes)
            {
                Assert.That(text, Does.Contain($"| HP{(int)code} |"));
            }

            foreach (ExitCode code in Enum.GetValues<ExitCode>())
            {
                Assert.That(text, Does.Contain($"| {((int)code).ToString(CultureInfo.InvariantCulture)} |"));
            }
        });
    }
}
