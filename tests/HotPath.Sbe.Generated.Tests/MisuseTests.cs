using System;
using NUnit.Framework;
using Shop.V2;

namespace HotPath.Sbe.Generated.Tests;

/// <summary>What one does wrong with generated code, in checked mode: each is an exception that says what to do.</summary>
public sealed class MisuseTests
{
    private readonly byte[] _buffer = new byte[4096];

    [Test]
    public void Data_BeforeTheGroup_IsTooEarly() => Throws<InvalidOperationException>(
        () => OrderPlacedEncoder.Wrap(_buffer).WriteCouponCode("X"),
        "OrderPlaced.couponCode is written too early: 1 steps in front of it are missing");

    [Test]
    public void Data_AfterAGroupThatIsNotFinished_IsTooEarly() => Throws<InvalidOperationException>(
        () =>
        {
            OrderPlacedEncoder order = OrderPlacedEncoder.Wrap(_buffer);
            OrderPlacedEncoder.ItemsGroup items = order.ItemsCount(3);
            items.Next();
            order.WriteCouponCode("X");
        },
        "OrderPlaced.couponCode is written too early: 2 steps in front of it are missing");

    [Test]
    public void Group_OpenedTwice_IsTooLate() => Throws<InvalidOperationException>(
        () =>
        {
            OrderPlacedEncoder order = OrderPlacedEncoder.Wrap(_buffer);
            _ = order.ItemsCount(0);
            _ = order.ItemsCount(0);
        },
        "OrderPlaced.items is written too late");

    [Test]
    public void Entry_BeyondTheCount_IsRefused() => Throws<InvalidOperationException>(
        () =>
        {
            OrderPlacedEncoder order = OrderPlacedEncoder.Wrap(_buffer);
            OrderPlacedEncoder.ItemsGroup items = order.ItemsCount(1);
            items.Next();
            items.Next();
        },
        "OrderPlaced.items was opened with 1 entries");

    [Test]
    public void Member_BeforeNext_IsRefused() => Throws<InvalidOperationException>(
        () =>
        {
            OrderPlacedEncoder order = OrderPlacedEncoder.Wrap(_buffer);
            OrderPlacedEncoder.ItemsGroup items = order.ItemsCount(1);
            items.Quantity = 3;
        },
        "no entry of OrderPlaced.items is begun: call Next");

    [Test]
    public void Finish_OfAnIncompleteMessage_IsRefused() => Throws<InvalidOperationException>(
        () =>
        {
            OrderPlacedEncoder order = OrderPlacedEncoder.Wrap(_buffer);
            _ = order.ItemsCount(0);
            _ = order.Finish();
        },
        "OrderPlaced is not complete: 1 groups, entries or data are missing");

    [Test]
    public void Encoder_ThatNoWrapGave_IsRefused() => Throws<InvalidOperationException>(
        static () =>
        {
            OrderPlacedEncoder order = default;
            order.OrderId = 1;
        },
        "the encoder or decoder of OrderPlaced has no octets");

    [Test]
    public void Group_OfMoreEntriesThanTheSchemaAllows_IsRefused() => Throws<ArgumentOutOfRangeException>(
        () => OrderPlacedEncoder.Wrap(_buffer).ItemsCount(4097), "OrderPlaced.items is opened with 4097 entries: the schema allows 0 to 4096");

    [Test]
    public void Text_ThatIsTooLong_IsRefused()
    {
        Throws<ArgumentException>(() => OrderPlacedEncoder.Wrap(_buffer).SetCurrency("EURO"), "OrderPlaced.currency has 4 bytes: the schema allows 3");
        Throws<ArgumentException>(
            () =>
            {
                OrderPlacedEncoder order = OrderPlacedEncoder.Wrap(_buffer);
                _ = order.ItemsCount(0);
                order.WriteCouponCode(new byte[8193]);
            },
            "OrderPlaced.couponCode has 8193 bytes: the schema allows 8192");
    }

    [Test]
    public void Buffer_ThatIsTooSmall_IsRefusedAndNotWrittenBehind()
    {
        Assert.That(OrderPlacedEncoder.TryWrap(_buffer.AsSpan(0, 100), out _), Is.False);
        int small = 8 + OrderPlaced.BlockLength + 4 + 10;
        Array.Fill(_buffer, (byte)0x5a);
        Throws<ArgumentException>(
            () =>
            {
                OrderPlacedEncoder order = OrderPlacedEncoder.Wrap(_buffer.AsSpan(0, small));
                OrderPlacedEncoder.ItemsGroup items = order.ItemsCount(1);
                items.Next();
            },
            "bytes, the buffer has 10 left");
        Assert.That(_buffer.AsSpan(small).IndexOfAnyExcept((byte)0x5a), Is.EqualTo(-1));
    }

    [Test]
    public void Group_OfADecoderThatKnowsItsRootOnly_IsRefused() => Throws<InvalidOperationException>(
        static () =>
        {
            _ = OrderPlacedDecoder.TryWrapRoot(CommerceTests.Order(), out OrderPlacedDecoder order, out _);
            _ = order.Items;
        },
        "OrderPlaced.items is not located: use TryWrap");

    [Test]
    public void Entry_BeforeMoveNextOrBehindTheLast_IsRefused()
    {
        Throws<InvalidOperationException>(
            static () =>
            {
                OrderPlacedDecoder.ItemsGroup.Enumerator entries = OrderPlacedDecoder.Wrap(CommerceTests.Order()).Items.GetEnumerator();
                _ = entries.Current;
            },
            "OrderPlaced.items has no entry here");
        Throws<InvalidOperationException>(
            static () =>
            {
                OrderPlacedDecoder.ItemsGroup.Enumerator entries = OrderPlacedDecoder.Wrap(CommerceTests.Order()).Items.GetEnumerator();
                while (entries.MoveNext())
                {
                }

                _ = entries.MoveNext();
                _ = entries.Current;
            },
            "OrderPlaced.items has no entry here");
        Throws<ArgumentOutOfRangeException>(
            static () => _ = OrderPlacedDecoder.Wrap(CommerceTests.Order()).Items[2], "OrderPlaced.items has no element 2: it has 2");
    }

    [Test]
    public void Wrap_OfAMalformedFrame_SaysWhatIsWrong() => Throws<Foundation.Errors.HotPathException>(
        static () => OrderPlacedDecoder.Wrap(CommerceTests.Order().AsSpan(0, 60)), "the message is malformed: the block of 'OrderPlaced' has");

    private static void Throws<T>(Action use, string message)
        where T : Exception => Assert.That(Assert.Throws<T>(use)!.Message, Does.Contain(message));
}
