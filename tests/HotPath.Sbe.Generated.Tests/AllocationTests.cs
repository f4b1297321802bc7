using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Conformance.Sbe;
using HotPath.Conformance.SbeGenerated;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Tests.Support;
using NUnit.Framework;

namespace HotPath.Sbe.Generated.Tests;

/// <summary>Generated code allocates nothing: every golden message, every message of every golden schema, and what is refused.</summary>
public sealed class AllocationTests
{
    private const int Seed = 20261128;
    private const int Rounds = 5;

    private readonly byte[] _copy = new byte[64 * 1024];

    [Test]
    public void ReadingAndWriting_OfEveryGoldenMessage_AllocatesNothing()
    {
        string folder = Path.Combine(SharedFolder.Require("."), "bin");
        var seen = new HashSet<string>();
        foreach (GoldenFrame golden in GoldenFrame.Find(SharedFolder.Require(".")))
        {
            seen.Add(Convert.ToHexString(golden.Octets));
            if (golden.UnknownTemplate is null)
            {
                AssertCopies(Codec(golden.Schema), golden.Octets, golden.Name);
            }
        }

        string[] left = [.. SbeCases.Files(folder, "*.sbe", isDeep: true).Where(file => !IsMalformed(file) && !seen.Contains(Hex(file)))];
        Assert.That(left, Is.Empty, "golden messages that are not looked at");
        Assert.That(seen, Has.Count.GreaterThan(250));
    }

    [Test]
    public void ReadingAndWriting_OfEveryMessageOfEveryGoldenSchema_AllocatesNothing()
    {
        _ = SharedFolder.Require("schemas");
        var random = new Random(Seed);
        int seen = 0;
        foreach ((string name, MessageSchema schema) in GoldenTests.Generated!.Schemas)
        {
            GeneratedCodec codec = Codec(name);
            foreach (Message message in schema.Messages)
            {
                var frames = new RandomFrame(codec.Schema, random);
                for (int round = 0; round < Rounds; round++)
                {
                    AssertCopies(codec, frames.Make(message), $"{name}, {message.Name}, seed {Seed}, round {round}");
                }

                seen++;
            }
        }

        Assert.That(seen, Is.GreaterThan(100));
    }

    [Test]
    public void Refusal_OfEveryMalformedGoldenMessage_AllocatesNothing()
    {
        string folder = Path.Combine(SharedFolder.Require("."), "bin", "malformed");
        int refused = 0;
        foreach (string[] cells in File.ReadLines(Path.Combine(folder, "malformed.tsv")).Skip(1).Select(static line => line.Split('\t')))
        {
            refused += IsRefused(Codec(cells[1]), File.ReadAllBytes(Path.Combine(folder, cells[0])), cells[0]) ? 1 : 0;
        }

        Assert.That(refused, Is.GreaterThan(20));
    }

    private static GeneratedCodec Codec(string schema) => GoldenTests.Generated!.Codec(schema);

    private static bool IsMalformed(string file) => Path.GetFileName(Path.GetDirectoryName(file)) == "malformed";

    private static string Hex(string file) => Convert.ToHexString(File.ReadAllBytes(file));

    // Whole, and cut short: what the schema knows of it ends where the decoder says.
    private void AssertCopies(GeneratedCodec codec, byte[] frame, string name)
    {
        Assert.That(codec.Check(frame, out int consumedBytes, out _).IsError, Is.False, name);
        int length = codec.Copy(frame, _copy);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int again = codec.Copy(frame, _copy);
        long allocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That((again, allocatedBytes), Is.EqualTo((length, 0L)), name);
        Assert.That(IsRefused(codec, frame[..(consumedBytes - 1)], name), name);
    }

    // The first refusal makes the names of members, which are literals of the code.
    private static bool IsRefused(GeneratedCodec codec, byte[] frame, string name)
    {
        bool isRefused = codec.Check(frame, out _, out _).IsError;
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool again = codec.Check(frame, out _, out _).IsError;
        long allocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That((again, allocatedBytes), Is.EqualTo((isRefused, 0L)), name);
        return isRefused;
    }
}
