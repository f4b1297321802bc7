using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Evolution;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Tests.Support;
using NUnit.Framework;

namespace HotPath.Sbe.Tests.Gate;

/// <summary>Our own published schemas: a change that breaks them fails here.</summary>
public sealed class CodecsTests
{
    private const int EventsId = 4100;

    private static readonly string Codecs = Path.Combine(SharedFolder.Root, "codecs");

    private static readonly SchemaFolder Published = SchemaFolder.Read(Codecs);

    [Test]
    public void Codecs_AreValidWithoutFinding()
    {
        Assert.That(Published.Diagnostics, Is.Empty);
        Assert.That(Published.Schemas.Select(static s => (s.Schema.Id, s.Schema.Version)), Is.SupersetOf(new[] { (4100, 1), (4100, 2) }));
    }

    [Test]
    public void Codecs_OfEveryAge_WorkTogether()
    {
        GatePair[] pairs = [.. CompatibilityGate.Check(Published.Schemas, GateMode.Transitive)];
        int wanted = Published.Schemas.GroupBy(static s => s.Schema.Id).Sum(static ages => ages.Count() * (ages.Count() - 1) / 2);
        Assert.That(pairs, Has.Length.EqualTo(wanted));
        Assert.That(wanted, Is.Positive);
        Assert.That(pairs.Where(static pair => pair.Verdict == EvolutionSeverity.Breaking).SelectMany(static pair => pair.Findings), Is.Empty);
    }

    [Test]
    public void Version2_GrowsABlockAnEntryAnEnumAndASet()
    {
        (EvolutionRule, string)[] found = [.. SchemaEvolution.Compare(Version(1), Version(2)).Select(static f => (f.Rule, f.Path))];
        Assert.That(found, Is.EquivalentTo(new[]
        {
            (EvolutionRule.ChoiceAdded, "EventFlags.consentDenied"),
            (EvolutionRule.FieldAdded, "PageView.experimentId"),
            (EvolutionRule.EnumValueAdded, "DeviceType.TELEVISION"),
            (EvolutionRule.DataAppended, "PageView.userAgent"),
            (EvolutionRule.FieldAdded, "CartItemAdded.priceListId"),
            (EvolutionRule.FieldAdded, "OrderPlaced.items.warehouseId"),
            (EvolutionRule.FieldAdded, "OrderPlaced.items.taxBasisPoints"),
            (EvolutionRule.EnumValueAdded, "PaymentMethod.PAY_LATER"),
            (EvolutionRule.MessageAdded, "WishlistItemAdded"),
        }));
    }

    [Test]
    public void Events_BeginWithTheFrozenCacheLine()
    {
        (string, int, int)[] wanted =
        [
            ("eventId", 0, 16), ("eventTime", 16, 8), ("ingestTime", 24, 8), ("tenantId", 32, 4), ("sourceId", 36, 2), ("flags", 38, 2),
            ("sourceSequence", 40, 8), ("sessionId", 48, 8), ("userId", 56, 8),
        ];
        foreach (Message message in Published.Schemas.Where(IsOfEvents).SelectMany(static s => s.Schema.Messages))
        {
            var envelope = (CompositeType)message.Fields[0].Type;
            Assert.That(message.Fields[0].OffsetBytes, Is.Zero, message.Name);
            Assert.That(envelope.Members.Select(static m => (m.Name, m.OffsetBytes, m.SizeBytes)), Is.EqualTo(wanted), message.Name);
            Assert.That(message.BlockLengthBytes % 8, Is.Zero, message.Name);
        }
    }

    /// <summary>Whatever somebody does to the frozen cache line, the gate says no.</summary>
    [TestCase("(<ref name=\"userId\"[^>]*/>)", "$1<type name=\"deviceId\" primitiveType=\"uint64\"/>", "grown at its end")]
    [TestCase("<ref name=\"userId\"[^>]*/>", "", "shortened")]
    [TestCase("(<type name=\"tenantId\"[^>]*/>)\\s*(<type name=\"sourceId\"[^>]*/>)", "$2$1", "two members of another size swapped")]
    [TestCase("(<ref name=\"sessionId\"[^>]*/>)\\s*(<ref name=\"userId\"[^>]*/>)", "$2$1", "two members of one type swapped")]
    [TestCase("name=\"tenantId\" primitiveType=\"uint32\"", "name=\"tenantId\" primitiveType=\"int32\"", "another sign")]
    [TestCase("name=\"sourceId\" primitiveType=\"uint16\"", "name=\"sourceId\" primitiveType=\"uint32\"", "another size")]
    [TestCase("name=\"EpochNanosOpt\" primitiveType=\"int64\"", "name=\"EpochNanosOpt\" primitiveType=\"int64\" nullValue=\"0\"", "another null value")]
    [TestCase("name=\"IdOpt\" primitiveType=\"uint64\" presence=\"optional\"", "name=\"IdOpt\" primitiveType=\"uint64\"", "no null value")]
    [TestCase("name=\"EventFlags\" encodingType=\"uint16\"", "name=\"EventFlags\" encodingType=\"uint32\"", "wider flags")]
    [TestCase("<choice name=\"botSuspected\">2<", "<choice name=\"botSuspected\">9<", "a flag moved")]
    [TestCase("<type name=\"lo\" primitiveType=\"uint64\"[^>]*/>", "<type name=\"lo\" primitiveType=\"uint32\"/>", "half an identity")]
    public void Envelope_ThatIsChanged_IsRefused(string place, string replacement, string what)
    {
        string text = Regex.Replace(
            File.ReadAllText(Path.Combine(Codecs, "commerce/v2/commerce.xml")), " (offset|blockLength)=\"[0-9]+\"", "");
        Assert.That(Regex.Count(text, place), Is.EqualTo(1), "the change must find its place");
        string changed = Regex.Replace(text, place, replacement)
            .Replace("id=\"4100\" version=\"2\"", "id=\"4100\" version=\"3\"", StringComparison.Ordinal);
        MessageSchema? broken = SchemaText.Read(changed).LaidOut;
        Assert.That(broken, Is.Not.Null, string.Join('\n', SchemaText.Read(changed).Diagnostics));
        ModelList<EvolutionFinding> findings = SchemaEvolution.Compare(SchemaText.Schema(text), broken!);
        Assert.That(SchemaEvolution.Worst(findings, EvolutionDirections.Full), Is.EqualTo(EvolutionSeverity.Breaking), what);
    }

    [TestCase("<group name=\"items\"", "<group name=\"gifts\" id=\"110\" sinceVersion=\"3\"/>$", EvolutionRule.GroupInserted)]
    [TestCase("<type name=\"sourceSequence\"", "<type name=\"extra\" primitiveType=\"uint32\"/>$", EvolutionRule.CompositeChanged)]
    [TestCase("name=\"quantity\" id=\"43\" type=\"uint32\"", "name=\"quantity\" id=\"43\" type=\"uint64\"", EvolutionRule.PrimitiveChanged)]
    [TestCase("<field name=\"currency\" id=\"44\" type=\"CurrencyCode\"", "<field name=\"rank\" id=\"111\" type=\"CountOpt\" sinceVersion=\"3\"/>$", EvolutionRule.FieldMoved)]
    public void Change_ThatBreaksAShop_IsRefused(string place, string replacement, EvolutionRule rule)
    {
        // Without its offsets the schema lays itself out: the change is the only mistake.
        string text = Regex.Replace(
            File.ReadAllText(Path.Combine(Codecs, "commerce/v2/commerce.xml")), " (offset|blockLength)=\"[0-9]+\"", "");
        int at = text.IndexOf(place, StringComparison.Ordinal);
        Assert.That(at, Is.Positive);
        string changed = text[..at] + replacement.Replace("$", place, StringComparison.Ordinal) + text[(at + place.Length)..];
        changed = changed.Replace("id=\"4100\" version=\"2\"", "id=\"4100\" version=\"3\"", StringComparison.Ordinal);
        MessageSchema? broken = SchemaText.Read(changed).LaidOut;
        Assert.That(broken, Is.Not.Null, string.Join('\n', SchemaText.Read(changed).Diagnostics));
        ModelList<EvolutionFinding> findings = SchemaEvolution.Compare(SchemaText.Schema(text), broken!);
        Assert.That(findings.Where(static f => f.Severity == EvolutionSeverity.Breaking).Select(static f => f.Rule), Has.Member(rule));
    }

    [Test]
    public void GoldenEvents_OfTheFirstVersion_AreOurs()
    {
        string[] files = Directory.GetFiles(SharedFolder.Require("bin/commerce"), "commerce-v1.*.sbe");
        var decoder = new MessageDecoder(Version(1));
        Assert.That(files, Has.Length.GreaterThan(8));
        Assert.That(files.Where(file => decoder.Check(File.ReadAllBytes(file), out DecodedMessage d).IsError || d.ConsumedBytes != new FileInfo(file).Length), Is.Empty);
    }

    private static bool IsOfEvents(PublishedSchema file) => file.Schema.Id == EventsId;

    private static MessageSchema Version(int version) =>
        Published.Schemas.Single(s => IsOfEvents(s) && s.Schema.Version == version).Schema;
}
