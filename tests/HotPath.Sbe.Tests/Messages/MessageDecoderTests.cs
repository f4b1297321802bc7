using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Conformance.Sbe;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Json;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Tests.Support;
using HotPath.Sbe.Writing;
using NUnit.Framework;

namespace HotPath.Sbe.Tests.Messages;

/// <summary>Octets that nobody meant to send.</summary>
public sealed class MessageDecoderTests
{
    private static readonly string[] Frames =
    [
        "bin/repo/car_example_baseline_data.sbe", "bin/commerce/commerce-v3.OrderPlaced.gift.sbe", "bin/commerce/commerce-v3.PageView.tv.sbe",
        "bin/fuzz/nested-group-schema.Top.1.sbe", "bin/fuzz/group-with-data-schema.TestMessage4.1.sbe", "bin/fuzz/issue435.issue435.1.sbe",
    ];

    private static readonly string[] Schemas =
        ["example-schema.xml", "commerce-v3.xml", "commerce-v3.xml", "nested-group-schema.xml", "group-with-data-schema.xml", "issue435.xml"];

    private static IEnumerable<TestCaseData> Cases => Frames.Select(static (frame, index) => new TestCaseData(frame, Schemas[index]));

    [TestCaseSource(nameof(Cases))]
    public void Prefix_OfAMessage_IsRefused(string file, string schemaName)
    {
        (MessageDecoder decoder, byte[] frame) = Open(file, schemaName);
        for (int length = 0; length < frame.Length; length++)
        {
            // An array of its own: a read outside it throws.
            SbeError error = decoder.Check(frame.AsSpan(0, length).ToArray(), out _);
            Assert.That(error.IsError, $"prefix of {length} bytes");
            Assert.That(error.OffsetBytes, Is.InRange(0, length));
        }

        Assert.That(decoder.Check(frame, out DecodedMessage whole).IsError, Is.False);
        Assert.That(whole.ConsumedBytes, Is.EqualTo(frame.Length));
    }

    [TestCaseSource(nameof(Cases))]
    public void Damage_OfAnyOctets_NeverThrows(string file, string schemaName)
    {
        (MessageDecoder decoder, byte[] frame) = Open(file, schemaName);
        int seed = int.Parse(Environment.GetEnvironmentVariable("HOTPATH_SEED") ?? "20261124", System.Globalization.CultureInfo.InvariantCulture);
        int rounds = int.Parse(Environment.GetEnvironmentVariable("HOTPATH_SBE_DAMAGES") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(seed);
        int refused = 0;
        bool isOutside = false;
        for (int round = 0; round < rounds; round++)
        {
            byte[] damaged = frame[..random.Next(frame.Length + 1)];
            for (int flips = random.Next(1, 5); flips > 0 && damaged.Length > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                SbeError error = decoder.Check(damaged, out DecodedMessage decoded);
                refused += error.IsError ? 1 : 0;
                isOutside |= decoded.ConsumedBytes > damaged.Length || error.OffsetBytes > damaged.Length;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Assert.Fail($"seed {seed}, round {round}: {failure}");
            }
        }

        Assert.That(isOutside, Is.False, $"seed {seed}");
        Assert.That(refused, Is.InRange(rounds / 100, rounds), "damage must be noticed often");
    }

    [Test]
    public void Check_OfGoodAndBadFrames_AllocatesNothing()
    {
        (MessageDecoder decoder, byte[] frame) = Open(Frames[0], Schemas[0]);
        byte[] bad = frame[..^1];
        int errors = 0;
        for (int round = 0; round < 1_000; round++)
        {
            errors += Errors(decoder, frame, bad);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1_000; round++)
        {
            errors += Errors(decoder, frame, bad);
        }

        long allocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(errors, Is.EqualTo(2_000));
        Assert.That(allocatedBytes, Is.Zero);
    }

    [Test]
    public void Count_OfManyEntriesWithoutRoom_IsRefusedAtOnce()
    {
        MessageSchema schema = SchemaText.Schema(SchemaText.Of(
            "<composite name=\"huge\"><type name=\"blockLength\" primitiveType=\"uint16\"/><type name=\"numInGroup\" primitiveType=\"uint32\" maxValue=\"2147483647\"/></composite>",
            "<message name=\"M\" id=\"1\"><group name=\"g\" id=\"1\" dimensionType=\"huge\"/></message>"));
        byte[] frame = [0, 0, 1, 0, 7, 0, 3, 0, 0, 0, 255, 255, 255, 127];
        Assert.That(new MessageDecoder(schema).Check(frame, out _).Kind, Is.EqualTo(SbeErrorKind.EntriesEmpty));
        frame[8] = 1;
        Assert.That(new MessageDecoder(schema).Check(frame, out _).Kind, Is.EqualTo(SbeErrorKind.EntriesPastEnd));
    }

    [Test]
    public void Entries_WithoutRoom_AreNotWrittenEither()
    {
        MessageSchema schema = SchemaText.Schema(SchemaText.Of("", "<message name=\"M\" id=\"1\"><group name=\"g\" id=\"1\"/></message>"));
        var encoder = new MessageEncoder(schema);
        var octets = new ArrayBufferWriter<byte>();
        using JsonDocument one = JsonDocument.Parse("""{"g":[{}]}""");
        using JsonDocument none = JsonDocument.Parse("""{"g":[]}""");
        HotPathException refused = Assert.Throws<HotPathException>(() => encoder.Encode(schema.Messages[0], one.RootElement, octets))!;
        Assert.That(refused.Message, Does.Contain("value of 'M.g' has 1 entries, which take no octets; give none"));
        octets.Clear();
        encoder.Encode(schema.Messages[0], none.RootElement, octets);
        Assert.That(new MessageDecoder(schema).Check(octets.WrittenSpan, out _).IsError, Is.False);
    }

    [TestCase("""{"size":1}""", "value of 'M.size' is no member; did you mean 'sizes'?")]
    [TestCase("""{"sizes":{"a":1,"zz":2}}""", "value of 'M.sizes.zz' is no member; there are: a")]
    [TestCase("""{"something":1}""", "value of 'M.something' is no member; there are: sizes, g")]
    [TestCase("""{"sizes":{"a":1},"g":[{"sizes":1}]}""", "value of 'M.g[0].sizes' is no member; there are: e")]
    [TestCase("""{"sizes":{"a":1},"g":[{"e":"Buyy"}]}""", "is \"Buyy\", no value of enum 'E'; did you mean 'Buy'?")]
    [TestCase("""{"sizes":{"a":1},"g":[{"e":"Hold"}]}""", "is \"Hold\", no value of enum 'E'; there are: Buy, Sell")]
    public void Value_OfNoMember_IsRefused(string values, string message)
    {
        MessageSchema schema = SchemaText.Schema(SchemaText.Of(
            "<composite name=\"S\"><type name=\"a\" primitiveType=\"uint8\"/></composite>"
            + "<enum name=\"E\" encodingType=\"uint8\"><validValue name=\"Buy\">1</validValue><validValue name=\"Sell\">2</validValue></enum>",
            "<message name=\"M\" id=\"1\"><field name=\"sizes\" id=\"1\" type=\"S\"/>"
            + "<group name=\"g\" id=\"2\"><field name=\"e\" id=\"3\" type=\"E\"/></group></message>"));
        using JsonDocument json = JsonDocument.Parse(values);
        Assert.That(
            () => new MessageEncoder(schema).Encode(schema.Messages[0], json.RootElement, new ArrayBufferWriter<byte>()),
            Throws.TypeOf<HotPathException>().With.Message.Contains(message));
    }

    [Test]
    public void Tail_OfANewerVersion_IsReported()
    {
        byte[] frame = File.ReadAllBytes(SharedFolder.Require("bin/commerce/commerce-v3.PageView.tv.sbe"));
        var schemas = new SbeSchemas(SharedFolder.Require("."));
        Assert.That(new MessageDecoder(schemas["commerce-v1.xml"]).Check(frame, out DecodedMessage old).IsError, Is.False);
        Assert.That(new MessageDecoder(schemas["commerce-v3.xml"]).Check([.. frame, 0], out DecodedMessage own).IsError, Is.False);
        Assert.That((old.IsTailUnread, own.IsTailUnread, own.ConsumedBytes), Is.EqualTo((true, false, frame.Length)));
    }

    [Test]
    public void Bits_ThatTheSchemaDoesNotKnow_AreKeptInJson()
    {
        (MessageDecoder decoder, byte[] frame) = Open("bin/malformed/car.29-set-unknown-bits.sbe", "example-schema.xml");
        using var stream = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(stream))
        {
            var writer = new MessageJsonWriter(json);
            Assert.That(decoder.Decode(frame, ref writer, out _).IsError, Is.False);
        }

        using var document = System.Text.Json.JsonDocument.Parse(stream.ToArray());
        Assert.That(
            document.RootElement.GetProperty("extras").GetRawText(), Is.EqualTo("[\"sunRoof\",\"sportsPack\",\"cruiseControl\",{\"unknown\":248}]"));
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        var schemas = new SbeSchemas(SharedFolder.Require("."));
        MessageSchema schema = schemas["example-schema.xml"];
        new Writing.MessageEncoder(schema).Encode(schema.Messages[0], document.RootElement, buffer);
        Assert.That(buffer.WrittenSpan.SequenceEqual(frame));
    }

    private static int Errors(MessageDecoder decoder, byte[] good, byte[] bad) =>
        (decoder.Check(good, out _).IsError ? 1 : 0) + (decoder.Check(bad, out _).IsError ? 1 : 0);

    private static (MessageDecoder Decoder, byte[] Frame) Open(string file, string schemaName)
    {
        byte[] frame = File.ReadAllBytes(SharedFolder.Require(file));
        return (new MessageDecoder(new SbeSchemas(SharedFolder.Require("."))[schemaName]), frame);
    }
}
