using System;
using System.Diagnostics;
using System.IO;
using NUnit.Framework;

namespace HotPath.Journal.Tests;

/// <summary>
/// The durability primitive on the real kernel with errors injected into system calls: it must throw where .NET's own
/// says that all is well (facts.md 1). The child process is this assembly, see <see cref="SyncCanary"/>.
/// </summary>
[TestFixture]
public sealed class SyncCanaryTests
{
    [Test]
    public void Sync_WithoutFault_Succeeds() =>
        Assert.That(Run("fdatasync", "error=EIO:when=60000"), Is.EqualTo("synced, synced, entries synced"));

    [TestCase("EIO")]
    [TestCase("ENOSPC")]
    [TestCase("EINTR")]
    public void FileSync_Failing_ThrowsAndIsNotTriedAgain(string error) =>
        Assert.That(Run("fdatasync", $"error={error}:when=1"), Is.EqualTo("HP2006, HP2006, entries synced"));

    [Test]
    public void DirectorySync_Failing_Throws() =>
        Assert.That(Run("fsync", "error=EIO:when=1"), Is.EqualTo("synced, synced, HP2006"));

    [Test]
    public void Write_InterruptedAndShort_IsCarriedOn()
    {
        Assert.That(Run("pwrite64", "error=EINTR:when=1"), Is.EqualTo("synced, synced, entries synced"));
        Assert.That(Run("pwrite64", "error=ENOSPC:when=1"), Is.EqualTo("HP2007"));
    }

    private static string Run(string call, string injection)
    {
        string folder = Directory.CreateTempSubdirectory("hotpath-canary-").FullName;
        try
        {
            var start = new ProcessStartInfo("strace") { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] arguments =
            [
                "-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:{injection}",
                "dotnet", "exec", typeof(SyncCanaryTests).Assembly.Location, SyncCanary.Command, folder,
            ];
            Array.ForEach(arguments, start.ArgumentList.Add);
            using Process child = Start(start);
            string output = child.StandardOutput.ReadToEnd();
            string errors = child.StandardError.ReadToEnd();
            child.WaitForExit();
            if (errors.Contains("ptrace", StringComparison.Ordinal))
            {
                Assert.Ignore($"strace may not trace here: {errors.Trim()}");
            }

            return output.Trim() + errors.Trim();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("strace is not installed: apt-get install strace");
            throw;
        }
    }
}
