using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using HotPath.Foundation.Errors;
using NUnit.Framework;

namespace HotPath.State.Lmdb.Tests;

/// <summary>Failing and missing system calls, a full disk, and readers of other processes.</summary>
[Platform("Linux")]
public sealed class FaultTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Make() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void FailedSync_IsNoticed_AndTheStateIsTheOneBefore([Range(1, 4)] int index)
    {
        Child.RequireStrace();
        Prepare(to: 3);
        (int exit, string[] lines, string errors) = Child.RunWith(
            $"inject=fdatasync:error=EIO:when={index}", _folder.Path, "write", _folder.Path, "4", "20");
        Assert.That(exit, Is.EqualTo(8), errors);
        int acknowledged = 3 + index - 1;
        Assert.That(lines[^1], Is.EqualTo($"HP2006 {acknowledged}"), errors);
        AssertStateIs(acknowledged);
    }

    [TestCase("pwrite64")]
    [TestCase("pwritev,writev")]
    public void FullDisk_InAWrite_IsNoFailedSync_AndTheStoreGoesOn(string calls)
    {
        Child.RequireStrace();
        Prepare(to: 3);
        (int exit, string[] lines, string errors) = Child.RunWith(
            $"inject={calls}:error=ENOSPC:when=1", _folder.Path, "write", _folder.Path, "4", "8");
        Assert.That(exit, Is.Zero, errors);
        Assert.That(lines, Is.EqualTo(new[] { "open", "HP2007 3", "5", "6", "7", "8" }), errors);
    }

    [Test]
    public void Kill_AtAnyWriteOrSync_LeavesTheStateBeforeOrAfter([Values("pwrite64", "pwritev", "fdatasync")] string call)
    {
        Child.RequireStrace();
        for (int index = 1; index <= 8; index++)
        {
            using var folder = new ScratchFolder();
            Assert.That(Child.Run("write", folder.Path, "1", "2").ExitCode, Is.Zero);
            (int _, string[] lines, string _) = Child.RunWith(
                $"inject={call}:signal=SIGKILL:when={index}", folder.Path, "write", folder.Path, "3", "5");
            long told = lines.Length == 1 ? 2 : long.Parse(lines[^1], CultureInfo.InvariantCulture);
            using LmdbCheckpointStore store = StateRecovery.OpenVerified(folder.Path);
            Assert.That(store.Position, Is.InRange(told, told + 1), $"{call} {index}");
            Assert.That(StoreContent.Of(store), Is.EqualTo(ChildState.Expected(store.Position)), $"{call} {index}");
        }
    }

    [Test]
    public void RealFullDisk_IsTold_AndTheStoreGoesOnWhenSpaceReturns()
    {
        string mount = Path.Combine(_folder.Path, "small");
        Directory.CreateDirectory(mount);
        if (!Shell($"mount -t tmpfs -o size=1m tmpfs {mount}"))
        {
            Assert.Ignore("no right to mount a small file system");
        }

        try
        {
            string filler = Path.Combine(mount, "filler");
            using LmdbCheckpointStore store = LmdbCheckpointStore.Open(mount);
            ChildState.Commit(store, 1);
            Assert.That(Shell($"dd if=/dev/zero of={filler} bs=4096 2>/dev/null; true"), Is.True);
            long position = 1;
            Assert.That(
                () =>
                {
                    while (position < 500)
                    {
                        ChildState.Commit(store, position + 1);
                        position++;
                    }
                },
                Throws.TypeOf<Foundation.Errors.HotPathException>().With.Property("Code").EqualTo(Foundation.Errors.ErrorCode.DiskFull));
            Assert.That(store.Position, Is.EqualTo(position));
            Assert.That(StoreContent.Of(store), Is.EqualTo(ChildState.Expected(position)));
            Assert.That(() => store.KeepSnapshot(), Throws.TypeOf<Foundation.Errors.HotPathException>());
            File.Delete(filler);
            ChildState.Commit(store, position + 1);
            Assert.That(StoreContent.Of(store), Is.EqualTo(ChildState.Expected(position + 1)));
        }
        finally
        {
            Shell($"umount {mount}");
        }
    }

    [Test]
    public async Task Reader_InAnotherProcess_SeesOnePositionUntilItRefreshes()
    {
        using LmdbCheckpointStore store = LmdbCheckpointStore.Open(_folder.Path);
        ChildState.Commit(store, 1);
        Task<(int ExitCode, string[] Lines, string Errors)> reading = Task.Run(() => Child.Run("read", _folder.Path, "200"));
        long position = 1;
        while (!reading.IsCompleted && position < 100_000)
        {
            ChildState.Commit(store, ++position);
        }

        (int exit, string[] lines, string errors) = await reading;
        Assert.That(exit, Is.Zero, errors);
        long[][] reads = [.. lines.Select(static line => line.Split(' ').Select(static n => unchecked((long)ulong.Parse(n, CultureInfo.InvariantCulture))).ToArray())];
        Assert.That(reads, Has.Length.EqualTo(200));
        Assert.That(reads.Select(static read => read[0]), Is.Ordered);
        Assert.That(reads.Select(static read => read[0]).Distinct().Count(), Is.GreaterThan(1), "the writer must have gone on");
        Assert.That(reads.Where(static read => read[1] != read[2]), Is.Empty, "a state changed while it was read");
    }

    [Test]
    public void Reader_ThatIsTooOld_MustRefresh()
    {
        Prepare(to: 1);
        (int exit, string[] lines, string errors) = Child.Run("old", _folder.Path);
        Assert.That((exit, lines.FirstOrDefault()), Is.EqualTo((0, "HP2001")), errors);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Reader_HeldOpenWhileCheckpointsGoOn_MeetsTheLargestMap_AndTheStoreGoesOnWithoutIt(bool isKilled)
    {
        const int CommitsMax = 10_000;
        const long MapBytes = 1 << 20;
        using LmdbCheckpointStore store =
            LmdbCheckpointStore.Open(_folder.Path, new LmdbOptions { MapBytes = MapBytes, MapBytesMax = MapBytes });
        ChildState.Commit(store, 1);
        using System.Diagnostics.Process reader = Child.Begin("hold", _folder.Path);
        Assert.That(reader.StandardOutput.ReadLine(), Is.EqualTo("1"));

        long position = 1;
        HotPathException? full = null;
        while (full is null && position < CommitsMax)
        {
            try
            {
                ChildState.Commit(store, position + 1);
                position++;
            }
            catch (HotPathException error)
            {
                full = error;
            }
        }

        Assert.That(full?.Code, Is.EqualTo(ErrorCode.DiskFull), "without a limit the file would grow for ever");
        Assert.That(full!.Message, Does.Contain("a long reader").And.Contain("close the reader"));
        Assert.That(store.FileBytes, Is.LessThanOrEqualTo(MapBytes));
        Assert.That(StoreContent.Of(store), Is.EqualTo(ChildState.Expected(position)), "the state is the one before");

        if (isKilled)
        {
            reader.Kill();
        }
        else
        {
            reader.StandardInput.WriteLine();
        }

        Assert.That(reader.WaitForExit(60_000));
        for (int i = 0; i < 50; i++)
        {
            ChildState.Commit(store, ++position);
        }

        Assert.That(StoreContent.Of(store), Is.EqualTo(ChildState.Expected(position)));
        Assert.That(store.FileBytes, Is.LessThanOrEqualTo(MapBytes));
    }

    private static bool Shell(string line)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("bash", ["-c", line]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private void Prepare(int to)
    {
        using LmdbCheckpointStore store = LmdbCheckpointStore.Open(_folder.Path);
        for (int position = 1; position <= to; position++)
        {
            ChildState.Commit(store, position);
        }
    }

    private void AssertStateIs(long position)
    {
        using LmdbCheckpointStore store = StateRecovery.OpenVerified(_folder.Path);
        Assert.That(store.Position, Is.EqualTo(position));
        Assert.That(StoreContent.Of(store), Is.EqualTo(ChildState.Expected(position)));
    }
}
