using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using HotPath.Conformance.SbeGenerated;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Tests.Support;
using HotPath.Sbe.Writing;
using NUnit.Framework;

namespace HotPath.Sbe.Generated.Tests;

/// <summary>Generated code and the decoder that works without it, on messages that nobody chose.</summary>
public sealed class RandomMessageTests
{
    private static int Seed => Number("HOTPATH_SEED", 20261128);

    private static int Rounds => Number("HOTPATH_SBE_MESSAGES", 20);

    [Test]
    public void RandomMessages_OfEverySchema_GiveTheSameValuesAndOctets()
    {
        var random = new Random(Seed);
        int written = 0;
        foreach ((GeneratedCodec codec, Message message) in Templates())
        {
            var frames = new RandomFrame(codec.Schema, random);
            for (int round = 0; round < Rounds; round++)
            {
                byte[] frame = frames.Make(message);
                Assert.That(RuntimeDifference.Find(codec, frame), Is.Null, $"seed {Seed}, {message.Name}, round {round}");
                written += WritesTheSame(codec, message, frame) ? 1 : 0;
            }
        }

        Assert.That(written, Is.GreaterThan(Rounds * 50), "messages must be written again");
    }

    [Test]
    public void DamagedMessages_OfEverySchema_AreRefusedAlikeAndNeverReadOutside()
    {
        var random = new Random(Seed);
        int refused = 0;
        foreach ((GeneratedCodec codec, Message message) in Templates())
        {
            var frames = new RandomFrame(codec.Schema, random);
            for (int round = 0; round < Rounds; round++)
            {
                byte[] frame = frames.Make(message);
                byte[] damaged = frame[..random.Next(frame.Length + 1)];
                for (int flips = random.Next(4); flips > 0 && damaged.Length > 0; flips--)
                {
                    damaged[random.Next(damaged.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : 255);
                }

                Assert.That(RuntimeDifference.Find(codec, damaged), Is.Null, $"seed {Seed}, {message.Name}, round {round}");
                refused += codec.Check(damaged, out _, out _).IsError ? 1 : 0;
            }
        }

        Assert.That(refused, Is.GreaterThan(Rounds * 50), "damage must be noticed often");
    }

    // The octets of the other encoder are the form in which equal values are equal octets.
    private static bool WritesTheSame(GeneratedCodec codec, Message message, byte[] frame)
    {
        using JsonDocument values = JsonDocument.Parse(codec.Print(frame));
        var octets = new ArrayBufferWriter<byte>();
        try
        {
            new MessageEncoder(codec.Schema).Encode(message, values.RootElement, octets);
        }
        catch (Foundation.Errors.HotPathException)
        {
            // A value that the JSON form cannot say, such as a required number at its null value.
            return false;
        }

        byte[] copy = new byte[octets.WrittenCount + 16];
        int length = codec.Copy(octets.WrittenSpan, copy);
        Assert.That(copy.AsSpan(0, length).SequenceEqual(octets.WrittenSpan), $"seed {Seed}, {message.Name}: {values.RootElement}");
        return true;
    }

    private static IEnumerable<(GeneratedCodec Codec, Message Message)> Templates()
    {
        _ = SharedFolder.Require("schemas");
        GeneratedCases cases = GoldenTests.Generated!;
        return cases.Schemas.SelectMany(schema => schema.Schema.Messages.Select(message => (cases.Codec(schema.Name), message)));
    }

    private static int Number(string variable, int normal) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : normal;
}
