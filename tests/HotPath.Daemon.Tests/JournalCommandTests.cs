using System;
using System.IO;
using System.Linq;
using HotPath.Daemon.Commands;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary><c>hotpath journal</c> on journals of a few segments.</summary>
public sealed class JournalCommandTests
{
    private const int Frames = 300;
    private const int FrameBytes = 72;

    [Test]
    public void Ls_OfAJournal_HasOneLineASegment()
    {
        using var folder = new ScratchFolder();
        string[] files = WriteJournal(folder);
        string[] lines = Run(folder, "ls", out string messages, expectedCode: 0);
        Assert.That(lines, Has.Length.EqualTo(files.Length + 1));
        Assert.That(lines[0], Is.EqualTo("segment,first_position,end_position,file_bytes,file"));
        Assert.That(lines[1], Does.StartWith("1,0,").And.EndWith($",4096,{files[0]}"));
        Assert.That(lines[2].Split(',')[1], Is.EqualTo(lines[1].Split(',')[2]), "segments continue each other");
        Assert.That(messages, Does.Contain($"{files.Length} segments, positions 0 to {Frames * FrameBytes}, proven durable to {Frames * FrameBytes}"));
    }

    [Test]
    public void Dump_OfAJournal_HasOneLineAFrame()
    {
        using var folder = new ScratchFolder();
        WriteJournal(folder);
        string[] lines = Run(folder, "dump", out _, expectedCode: 0);
        Assert.That(lines, Has.Length.EqualTo(Frames + 1));
        Assert.That(lines[0], Is.EqualTo("position,type,table,tenant,source,record,bytes"));
        Assert.That(lines[8], Is.EqualTo($"{7 * FrameBytes},Event,3,5,2,8,70"));
    }

    [Test]
    public void Verify_WholeJournal_SaysSo()
    {
        using var folder = new ScratchFolder();
        WriteJournal(folder);
        Assert.That(Run(folder, "verify", out string messages, expectedCode: 0), Is.Empty);
        Assert.That(messages, Does.StartWith("journal whole: 300 frames, chain "));
    }

    [Test]
    public void Verify_DamagedJournal_NamesThePlaceAndExitsWith9()
    {
        using var folder = new ScratchFolder();
        string[] files = WriteJournal(folder);
        byte[] bytes = File.ReadAllBytes(files[2]);
        bytes[SegmentDescriptor.HeaderBytes + FrameBytes + 65] ^= 0x10;
        File.WriteAllBytes(files[2], bytes);
        Run(folder, "verify", out string messages, expectedCode: 9);
        Assert.That(messages, Does.Contain("HP2008").And.Contain($"{files[2]}: damaged at byte 136, position "));
        Assert.That(File.ReadAllBytes(files[2]), Is.EqualTo(bytes), "nothing is repaired");
    }

    [Test]
    public void Verify_DirectoryWithoutJournal_ExitsWith3()
    {
        using var folder = new ScratchFolder();
        Run(folder, "verify", out string messages, expectedCode: 3);
        Assert.That(messages, Does.Contain("there is no journal"));
    }

    private static string[] Run(ScratchFolder folder, string view, out string messages, int expectedCode)
    {
        var streams = new MemoryStreams();
        int code = new Application(streams.Streams(), new EngineCommands(streams.Streams()))
            .Run(["journal", view, "--data", folder.Path]);
        messages = streams.Messages;
        Assert.That(code, Is.EqualTo(expectedCode), messages);
        return streams.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] WriteJournal(ScratchFolder folder)
    {
        var heap = new NativeHeap();
        var options = new JournalOptions
        {
            Directory = folder.File("journal"),
            NodeId = new Guid("0f0e0d0c-0b0a-0908-0706-050403020100"),
            SegmentBytes = 4096,
            BatchBytesMax = 1024,
        };
        using (JournalWriter writer = JournalWriter.Resume(new DiskDurableStorage(), heap, options))
        {
            nint frame = heap.Allocate(FrameBytes);
            for (int i = 0; i < Frames; i++)
            {
                var header = new FrameHeader
                {
                    Type = FrameType.Event,
                    Position = writer.Position,
                    PayloadBytes = 6,
                    Table = 3,
                    Tenant = 5,
                    Source = 2,
                    SourceOffset = i + 1,
                };
                _ = header.WriteTo(frame);
                writer.Append(new FrameFlyweight(frame));
            }

            writer.Seal();
            heap.Free(frame, FrameBytes);
        }

        return [.. Directory.GetFiles(options.Directory).Where(static f => SegmentDescriptor.TryParseFileName(Path.GetFileName(f), out _)).Order(StringComparer.Ordinal)];
    }
}
