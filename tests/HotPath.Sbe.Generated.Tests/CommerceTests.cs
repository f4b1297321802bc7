using System;
using System.Buffers;
using System.IO;
using System.Text.Json;
using HotPath.Sbe.Files;
using HotPath.Sbe.Json;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;
using HotPath.Sbe.Tests.Support;
using HotPath.Sbe.Writing;
using NUnit.Framework;
using Shop.V2;

namespace HotPath.Sbe.Generated.Tests;

/// <summary>The shop's events, with the code that the generator wrote while this project was compiled.</summary>
public sealed class CommerceTests
{
    [Test]
    public void Order_WrittenByGeneratedCode_IsWhatTheRuntimeEncoderWrites()
    {
        byte[] frame = Order();
        MessageSchema schema = Schema("v2");
        string json = Json(schema, frame);
        Assert.That(OrderPlacedDecoder.Wrap(frame).ToString(), Is.EqualTo(json));
        using JsonDocument values = JsonDocument.Parse(json);
        var octets = new ArrayBufferWriter<byte>();
        new MessageEncoder(schema).Encode(schema.FindMessage(OrderPlaced.TemplateId)!, values.RootElement, octets);
        Assert.That(frame, Is.EqualTo(octets.WrittenSpan.ToArray()));
    }

    [Test]
    public void Order_IsReadInAnyOrderAndAsOftenAsOneLikes()
    {
        OrderPlacedDecoder order = OrderPlacedDecoder.Wrap(Order());
        Assert.That(order.GetCouponCode(), Is.EqualTo("SPRING"));
        Assert.That(order.Items[1].Quantity, Is.EqualTo(3));
        uint total = 0;
        foreach (OrderPlacedDecoder.ItemsEntry item in order.Items)
        {
            total += item.Quantity;
        }

        EnvelopeDecoder envelope = order.Envelope;
        Assert.That((total, order.Items.Count, order.OrderId), Is.EqualTo((4u, 2, 4711ul)));
        Assert.That((envelope.TenantId, envelope.UserId, envelope.UserIdRaw), Is.EqualTo((7u, (ulong?)null, ulong.MaxValue)));
        Assert.That(order.IsTailUnread, Is.False);
    }

    [Test]
    public void NewerVersion_ReadByOlderCode_KeepsWhatBothKnow()
    {
        byte[] frame = Order();
        Shop.V1.OrderPlacedDecoder order = Shop.V1.OrderPlacedDecoder.Wrap(frame);
        Assert.That((order.ActingVersion, order.OrderId, order.Items.Count), Is.EqualTo((2, 4711ul, 2)));
        Assert.That(order.Items[1].Quantity, Is.EqualTo(3));
        Assert.That(order.GetCouponCode(), Is.EqualTo("SPRING"));
    }

    [Test]
    public void OlderVersion_ReadByNewerCode_IsNullWhereItHasNothing()
    {
        byte[] buffer = new byte[1024];
        Shop.V1.PageViewEncoder view = Shop.V1.PageViewEncoder.Wrap(buffer);
        view.WriteUrl("/shoes");
        view.WriteReferrer("");
        byte[] frame = buffer[..view.Finish()];
        PageViewDecoder read = PageViewDecoder.Wrap(frame);
        Assert.That((read.ActingVersion, read.ExperimentId, read.ExperimentIdInActingVersion), Is.EqualTo((1, (uint?)null, false)));
        Assert.That((read.GetUrl(), read.GetUserAgent(), read.UserAgentInActingVersion), Is.EqualTo(("/shoes", "", false)));
        Assert.That(read.ToString(), Is.EqualTo(Json(Schema("v2"), frame)));
    }

    [Test]
    public void Member_WhoseNameIsUnknown_IsKeptAndTold()
    {
        byte[] buffer = new byte[256];
        ProductClickEncoder click = ProductClickEncoder.Wrap(buffer);
        click.Device = (DeviceType)77;
        EnvelopeEncoder envelope = click.Envelope;
        envelope.Flags = EventFlags.Replayed | (EventFlags)0x8000;
        ProductClickDecoder read = ProductClickDecoder.Wrap(buffer);
        Assert.That((read.Device, read.Device.IsDefined(), DeviceType.TABLET.IsDefined()), Is.EqualTo(((DeviceType)77, false, true)));
        Assert.That((read.Envelope.Flags.IsDefined(), (ushort)read.Envelope.Flags), Is.EqualTo((false, (ushort)0x8001)));
        Assert.That(read.ToString(), Does.Contain("{\"unknown\":77}").And.Contain("[\"replayed\",{\"unknown\":32768}]"));
    }

    [Test]
    public void Text_WrittenOverALongerOne_LeavesNothingOfIt()
    {
        byte[] buffer = new byte[1024];
        OrderPlacedEncoder order = OrderPlacedEncoder.Wrap(buffer);
        order.SetCurrency("EUR");
        order.SetCurrency("x");
        _ = OrderPlacedDecoder.TryWrapRoot(buffer, out OrderPlacedDecoder read, out _);
        Assert.That(read.CurrencyRaw.ToArray(), Is.EqualTo("x\0\0"u8.ToArray()));
        order.SetCurrency("EUR"u8);
        order.SetCurrency("y"u8);
        Assert.That(read.CurrencyRaw.ToArray(), Is.EqualTo("y\0\0"u8.ToArray()));
    }

    [Test]
    public void Prefix_OfAnOrder_IsRefusedAsAValue()
    {
        byte[] frame = Order();
        for (int length = 0; length < frame.Length; length++)
        {
            Assert.That(OrderPlacedDecoder.TryWrap(frame.AsSpan(0, length).ToArray(), out _, out SbeError error), Is.False);
            Assert.That(error.IsError, $"prefix of {length} bytes");
        }
    }

    [Test]
    public void RootAlone_IsReadWithoutLookingAtTheRest()
    {
        byte[] frame = Order()[..(8 + OrderPlaced.BlockLength)];
        Assert.That(OrderPlacedDecoder.TryWrapRoot(frame, out OrderPlacedDecoder order, out _), Is.True);
        Assert.That(order.OrderId, Is.EqualTo(4711));
        Assert.That(OrderPlacedDecoder.TryWrap(frame, out _, out SbeError error), Is.False);
        Assert.That(error.ToString(), Is.EqualTo("the frame ends inside the dimensions of group 'items' (byte 128)"));
    }

    [Test]
    public void Template_OfAFrame_IsTold()
    {
        Assert.That(SchemaInfo.TryReadTemplateId(Order(), out ushort templateId), Is.True);
        Assert.That(templateId, Is.EqualTo(OrderPlaced.TemplateId));
        Assert.That(SchemaInfo.TryReadTemplateId([1, 2, 3], out _), Is.False);
        Assert.That(PageViewDecoder.TryWrap(Order(), out _, out SbeError error), Is.False);
        Assert.That((error.Kind, error.Found), Is.EqualTo((SbeErrorKind.OtherTemplate, 6ul)));
    }

    [Test]
    public void ReadingAndWriting_AllocatesNothing()
    {
        byte[] buffer = new byte[1024];
        byte[] bad = Order()[..^1];
        long sum = Round(buffer, bad);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1_000; round++)
        {
            sum += Round(buffer, bad);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.EqualTo(1_001 * (4 + 6)));
    }

    internal static byte[] Order()
    {
        byte[] buffer = new byte[1024];
        return buffer[..Write(buffer)];
    }

    private static long Round(byte[] buffer, byte[] bad)
    {
        int length = Write(buffer);
        long sum = OrderPlacedDecoder.TryWrap(bad, out _, out _) ? 1_000 : 0;
        OrderPlacedDecoder order = OrderPlacedDecoder.Wrap(buffer.AsSpan(0, length));
        foreach (OrderPlacedDecoder.ItemsEntry item in order.Items)
        {
            sum += item.Quantity;
        }

        return sum + order.CouponCode.Length;
    }

    private static int Write(Span<byte> buffer)
    {
        OrderPlacedEncoder order = OrderPlacedEncoder.Wrap(buffer);
        EnvelopeEncoder envelope = order.Envelope;
        envelope.TenantId = 7;
        order.OrderId = 4711;
        order.SetCurrency("EUR");
        OrderPlacedEncoder.ItemsGroup items = order.ItemsCount(2);
        items.Next();
        items.Quantity = 1;
        items.Next();
        items.Quantity = 3;
        order.WriteCouponCode("SPRING");
        return order.Finish();
    }

    private static MessageSchema Schema(string version) => SchemaReader
        .Read(Path.Combine(SharedFolder.Root, "codecs", "commerce", version, "commerce.xml"), new DiskSchemaFiles()).Schema!;

    private static string Json(MessageSchema schema, byte[] frame)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var writer = new MessageJsonWriter(json);
            Assert.That(new MessageDecoder(schema).Decode(frame, ref writer, out _).IsError, Is.False);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
