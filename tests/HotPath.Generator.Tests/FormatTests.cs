using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using HotPath.Generator.Commerce;
using HotPath.Sbe.Files;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;
using NUnit.Framework;

namespace HotPath.Generator.Tests;

public sealed class FormatTests
{
    private static readonly GeneratorOptions Wild = new() { Events = 5_000, Seed = 11, PoisonPpm = 50_000, DuplicatesPpm = 20_000, LatePpm = 20_000, FarFuturePpm = 20_000 };

    [Test]
    public void EqualOptions_GiveEqualBytes()
    {
        using var first = new Made(Wild, DataFormat.Sbe, DataFormat.Csv, DataFormat.Json);
        using var second = new Made(Wild, DataFormat.Sbe, DataFormat.Csv, DataFormat.Json);
        Assert.That(first.Files(), Has.Length.EqualTo(23).And.EqualTo(second.Files()));
        foreach (string file in first.Files())
        {
            Assert.That(first.Octets(file), Is.EqualTo(second.Octets(file)), file);
        }

        Assert.That(first.Octets("events.sbe"), Is.EqualTo(Made.Stream(Wild, DataFormat.Sbe)), "a stream has the bytes of the file");
        Assert.That(first.Octets("events.sbe"), Is.Not.EqualTo(Made.Stream(Wild with { Seed = 12 }, DataFormat.Sbe)));
    }

    // Says that the bytes have changed, on whatever machine: whoever changes them on purpose writes the new digests down.
    [TestCase(DataFormat.Sbe, "fd8afca714f39056")]
    [TestCase(DataFormat.Csv, "3980d1ccfd0f3100")]
    [TestCase(DataFormat.Json, "627f685efcbb12d6")]
    public void Bytes_AreThoseOfEveryMachine(DataFormat format, string digest) => Assert.That(
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Made.Stream(Wild, format)))[..16], Is.EqualTo(digest));

    [Test]
    public void Json_SaysWhatCsvSays()
    {
        string[] csv = Lines(DataFormat.Csv);
        string[] json = Lines(DataFormat.Json);
        Assert.That(json, Has.Length.EqualTo(csv.Length));
        foreach ((string flat, string line) in csv.Zip(json))
        {
            if (CsvEvent.Parse(flat) is null)
            {
                continue;
            }

            using JsonDocument document = JsonDocument.Parse(line);
            string[] values = [.. document.RootElement.EnumerateObject().Select(static m => m.Value.ValueKind == JsonValueKind.String ? m.Value.GetString()! : m.Value.GetRawText())];
            Assert.That(values, Is.EqualTo(flat.Split(',').Where(static f => f != "NULL")), line);
        }
    }

    [Test]
    public void Sbe_SaysWhatCsvSays_AndPoisonIsNone()
    {
        var decoder = new MessageDecoder(SchemaReader.Read(System.IO.Path.Combine(Root(), "codecs/commerce/v1/commerce.xml"), new DiskSchemaFiles()).Schema!);
        MessageFraming framing = MessageFraming.Find(MessageFraming.Simple, ByteOrder.LittleEndian)!;
        ReadOnlySpan<byte> octets = Made.Stream(Wild, DataFormat.Sbe);
        var poison = new HashSet<string>();
        foreach (string line in Lines(DataFormat.Csv))
        {
            if (!framing.TryRead(octets, out long length))
            {
                Assert.That(CsvEvent.Parse(line), Is.Null);
                poison.Add("no frame");
                octets = octets[octets.IndexOfAnyExcept((byte)0xFF)..];
                continue;
            }

            ReadOnlySpan<byte> message = octets.Slice(framing.PrefixBytes, (int)length);
            octets = octets[(framing.PrefixBytes + (int)length)..];
            SbeError error = decoder.Check(message, out DecodedMessage decoded);
            if (CsvEvent.Parse(line) is not { } expected)
            {
                Assert.That(error.IsError);
                poison.Add($"{error.Kind} in {message.Length}");
                continue;
            }

            Assert.That(error.IsError, Is.False, error.ToString());
            Assert.That(decoded.ConsumedBytes, Is.EqualTo(message.Length));
            EnvelopeDecoder envelope = EnvelopeDecoder.Wrap(message[8..]);
            Assert.That(
                $"{decoded.Message!.Name},{envelope.EventTime / 1_000_000},{envelope.TenantId},{envelope.SourceSequence},"
                + $"{Number(envelope.SessionId)},{Number(envelope.UserId)},{envelope.EventId.Hi:x16}{envelope.EventId.Lo:x16}",
                Is.EqualTo(
                    $"{expected.Type},{(expected.Time - DateTime.UnixEpoch).TotalMilliseconds},{expected.Tenant},{expected.Sequence},"
                    + $"{expected.Session},{expected.User},{expected.Id.Replace("-", "")}"));
        }

        Assert.That(octets.Length, Is.Zero);
        Assert.That(poison, Has.Count.EqualTo(3), "each kind of poison came");
    }

    [Test]
    public void SessionEnded_CountsTheEventsOfItsSession()
    {
        GeneratorOptions tidy = Wild with { Events = 20_000, PoisonPpm = 0, DuplicatesPpm = 0, FarFuturePpm = 0 };
        var counts = new Dictionary<(uint Tenant, ulong Session), int>();
        var said = new Dictionary<(uint Tenant, ulong Session), uint>();
        foreach (Delivery.Delivered record in new EventGeneration(tidy).Records())
        {
            var key = ((uint)record.Event.TenantId, (ulong)record.Event.SessionId);
            counts[key] = counts.GetValueOrDefault(key) + 1;
            if (record.Event.Kind == Shop.EventKind.SessionEnded)
            {
                said[key] = (uint)record.Event.Quantity;
            }
        }

        Assert.That(said, Has.Count.GreaterThan(200));
        int different = said.Count(s => s.Value != counts[s.Key]);
        Assert.That(different, Is.LessThan(20), "only events that were under way when the data ended may be missing");
    }

    private static string[] Lines(DataFormat format) =>
        Encoding.UTF8.GetString(Made.Stream(Wild, format)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Number(ulong? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "NULL";

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(System.IO.Path.Combine(folder!, "HotPath.sln")))
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return folder!;
    }
}
