using System.Collections.Generic;
using HotPath.Daemon.Commands;
using HotPath.Foundation.Errors;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>Sizes of a data directory are written as those of its state are: with a unit, or as bytes.</summary>
public sealed class DurableSettingsTests
{
    private const string Segment = "hotpath.journal.segment-bytes";
    private const string Snapshot = "hotpath.snapshot-interval-bytes";

    [TestCase(Segment, "2097152", 2 * 1024 * 1024)]
    [TestCase(Segment, "2 mb", 2 * 1024 * 1024)]
    [TestCase(Segment, "1G", 1024 * 1024 * 1024)]
    [TestCase(Snapshot, "1048576", 1024 * 1024)]
    [TestCase(Snapshot, "16 gb", 16L * 1024 * 1024 * 1024)]
    public void Size_MayHaveAUnit(string key, string text, long bytes)
    {
        DurableSettings settings = Of(key, text);
        Assert.That(key == Segment ? settings.SegmentBytes : settings.SnapshotIntervalBytes, Is.EqualTo(bytes));
    }

    [TestCase(Segment, "1 mb", "give a size like '64 mb', or a whole number of bytes, from 2097152 to 1073741824 bytes")]
    [TestCase(Segment, "2 gb", "from 2097152 to 1073741824 bytes")]
    [TestCase(Segment, "2", "from 2097152 to 1073741824 bytes")]
    [TestCase(Segment, "2 miles", "give a size like '64 mb'")]
    [TestCase(Segment, "2097153", "give a multiple of 512 bytes")]
    [TestCase(Snapshot, "1 kb", "from 1048576 to 9223372036854775807 bytes")]
    public void Size_OutOfItsRange_IsRefusedWithIt(string key, string text, string message) => Assert.That(
        () => Of(key, text),
        Throws.InstanceOf<HotPathException>().With.Message.Contains($"SET '{key}' = '{text}': ").And.Message.Contains(message));

    private static DurableSettings Of(string key, string text) =>
        DurableSettings.Of(new Dictionary<string, string> { [key] = text });
}
