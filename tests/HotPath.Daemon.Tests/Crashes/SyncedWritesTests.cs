using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>What of a trace counts as synced.</summary>
public sealed class SyncedWritesTests
{
    private const string Header = """1  pwrite64(8</d/segment-1>, ""..., 64, 0) = 64""";
    private const string First = """1  pwrite64(8</d/segment-1>, ""..., 1080, 64) = 1080""";
    private const string Sync = "2  fdatasync(8</d/segment-1>) = 0";

    [TestCase(0, Header, First)]
    [TestCase(1000, Header, First, Sync)]
    [TestCase(1000, Header, First, Sync, """1  pwrite64(8</d/segment-1>, ""..., 580, 1144) = 580""")]
    [TestCase(0, Header, First, "2  fdatasync(8</d/segment-1>) = -1 EIO (Input/output error) (INJECTED)")]
    [TestCase(0, Header, First, "2  fdatasync(8</d/segment-1> <unfinished ...>")]
    [TestCase(0, Header, First, "2  fdatasync(8</d/segment-2>) = 0")]
    [TestCase(0, Header, "2  fdatasync(8</d/segment-1> <unfinished ...>", First, "2  <... fdatasync resumed>) = 0")]
    [TestCase(
        1000, Header, First, "2  fdatasync(8</d/segment-1> <unfinished ...>",
        """1  pwrite64(8</d/segment-1>, ""..., 580, 1144 <unfinished ...>""", "2  <... fdatasync resumed>) = 0",
        "1  <... pwrite64 resumed>) = 580")]
    [TestCase(1000, Header, First, """1  pwrite64(8</d/segment-1>, ""..., 80, 1144) = 80""", Sync)]
    public void FrameBytes_AreThoseWrittenBeforeASyncThatSucceeded(long expected, params string[] trace) =>
        Assert.That(SyncedWrites.FrameBytes(trace, "/d/segment-1"), Is.EqualTo(expected));

    [TestCase(null, Header, First, Sync)]
    [TestCase("/d/segment-1", Header, First, "2  fdatasync(8</d/segment-1>) = -1 EIO (Input/output error) (INJECTED)")]
    [TestCase("/d/spare-2", Header, First, Sync, "1  fdatasync(9</d/spare-2>) = -1 EIO (Input/output error) (INJECTED)")]
    [TestCase(
        "/d/spare-2", Header, First, "1  fdatasync(9</d/spare-2> <unfinished ...>", Sync,
        "1  <... fdatasync resumed>) = -1 EIO (Input/output error) (INJECTED) (DELAYED)")]
    public void FailedPath_IsThatOfTheSyncThatFailed(string? expected, params string[] trace) =>
        Assert.That(SyncedWrites.FailedPath(trace), Is.EqualTo(expected));
}
