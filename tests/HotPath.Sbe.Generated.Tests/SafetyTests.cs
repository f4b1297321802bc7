using System;
using System.Buffers.Binary;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Reading;
using NUnit.Framework;
using Shapes;

namespace HotPath.Sbe.Generated.Tests;

/// <summary>Decoders that no frame is behind, frames that change while they are read, entries that take no room.</summary>
public sealed class SafetyTests
{
    private const int Seed = 20261128;

    [Test]
    public void DefaultDecoder_HasNothingToRead()
    {
        Assert.That(Assert.Catch(static () => _ = default(FlatDecoder).Id), Is.TypeOf<NullReferenceException>());
        Assert.That(Assert.Catch(static () => _ = default(FlatDecoder).Outer.In.A), Is.TypeOf<NullReferenceException>().Or.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(Assert.Catch(static () => _ = default(FlatDecoder).Code.Length), Is.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(Assert.Catch(static () => _ = default(DeepDecoder).Outers), Is.TypeOf<InvalidOperationException>());
        Assert.That(Assert.Catch(static () => _ = default(DeepDecoder).First.Length), Is.TypeOf<InvalidOperationException>());
        Assert.That(Assert.Catch(static () => _ = default(OuterDecoder).In.A), Is.TypeOf<NullReferenceException>());
        Assert.That(Assert.Catch(static () => _ = default(InnerDecoder).A), Is.TypeOf<NullReferenceException>());
    }

    [Test]
    public void DefaultGroupAndEntry_HaveNothingToRead()
    {
        Assert.That(Assert.Catch(static () => _ = default(DeepDecoder.OutersEntry).X), Is.TypeOf<NullReferenceException>());
        Assert.That(Assert.Catch(static () => _ = default(DeepDecoder.OutersEntry).Label.Length), Is.TypeOf<NullReferenceException>());
        Assert.That(Assert.Catch(static () => _ = default(DeepDecoder.WidesEntry).V), Is.TypeOf<NullReferenceException>());
        Assert.That(default(DeepDecoder.OutersEntry).Middles.Count, Is.Zero);
        Assert.That(default(DeepDecoder.WidesGroup).Count, Is.Zero);
        Assert.That(default(DeepDecoder.WidesGroup.Enumerator).MoveNext(), Is.False);
        Assert.That(default(DeepDecoder.OutersGroup.Enumerator).MoveNext(), Is.False);
        Assert.That(Assert.Catch(static () => _ = default(DeepDecoder.WidesGroup)[0]), Is.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(Assert.Catch(static () => _ = default(DeepDecoder.WidesGroup.Enumerator).Current), Is.TypeOf<InvalidOperationException>());
        Assert.That(Assert.Catch(static () => _ = default(DeepDecoder.OutersGroup.Enumerator).Current), Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public void Entry_WithData_BeforeMoveNextOrBehindTheLast_IsRefused()
    {
        byte[] frame = Deep();
        Assert.That(
            Assert.Catch(() => _ = DeepDecoder.Wrap(frame).Outers.GetEnumerator().Current), Has.Message.Contains("Deep.outers has no entry here"));
        Assert.That(
            Assert.Catch(() =>
            {
                DeepDecoder.OutersGroup.Enumerator entries = DeepDecoder.Wrap(frame).Outers.GetEnumerator();
                while (entries.MoveNext())
                {
                }

                _ = entries.MoveNext();
                _ = entries.Current;
            }),
            Has.Message.Contains("Deep.outers has no entry here"));
    }

    /// <summary>Any two octets become others after the check: what is read then is a value or an exception, never memory outside.</summary>
    [Test]
    public void Frame_ThatChangesWhileItIsRead_GivesAnExceptionOrValuesOfIt()
    {
        byte[] good = Deep();
        var random = new Random(Seed);
        int changed = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] frame = [.. good];
            Assert.That(DeepDecoder.TryWrap(frame, out DeepDecoder deep, out SbeError _), Is.True);
            frame[random.Next(frame.Length)] = 255;
            frame[random.Next(frame.Length)] = (byte)random.Next(256);
            try
            {
                Assert.That(SumOf(deep), Is.LessThan(frame.Length * 100), $"seed {Seed}, round {round}");
            }
            catch (HotPathException error) when (error.Message.Contains("changed while they were read", StringComparison.Ordinal))
            {
                changed++;
            }
            catch (ArgumentOutOfRangeException)
            {
                changed++;
            }
        }

        Assert.That(changed, Is.GreaterThan(1_000));
    }

    [Test]
    public void Entries_ThatTakeNoRoom_AreNotWritten()
    {
        byte[] buffer = new byte[64];
        Assert.That(
            Assert.Throws<ArgumentOutOfRangeException>(() => HollowEncoder.Wrap(buffer).NothingCount(1))!.Message,
            Does.Contain("Hollow.nothing is opened with 1 entries, which take no octets in this version of the schema"));
        Assert.That(Assert.Throws<ArgumentOutOfRangeException>(() => HollowEncoder.Wrap(buffer).NothingCount(-1))!.Message, Does.Contain("-1 entries"));
        HollowEncoder hollow = HollowEncoder.Wrap(buffer);
        Assert.That(hollow.NothingCount(0).Count, Is.Zero);
        hollow.WriteOnly([1, 2]);
        byte[] frame = [.. hollow.Written];
        Assert.That(HollowDecoder.Wrap(frame).Only.ToArray(), Is.EqualTo(new byte[] { 1, 2 }));

        // The count that the encoder refuses is the one that the decoder refuses.
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(SchemaInfo.HeaderSize + 2), 1);
        Assert.That(HollowDecoder.TryWrap(frame, out _, out SbeError error), Is.False);
        Assert.That(error.Kind, Is.EqualTo(SbeErrorKind.EntriesEmpty));
    }

    [Test]
    public void Entry_ThatIsNeverBegun_ShowsNothingOfTheBuffer()
    {
        byte[] buffer = new byte[512];
        Array.Fill(buffer, (byte)0x5a);
        Shop.V2.OrderPlacedEncoder order = Shop.V2.OrderPlacedEncoder.Wrap(buffer);
        Shop.V2.OrderPlacedEncoder.ItemsGroup items = order.ItemsCount(3);
        items.Next();
        items.Quantity = 1;
        Assert.That(order.Written.IndexOf((byte)0x5a), Is.EqualTo(-1));
        Assert.That(buffer.AsSpan(order.EncodedLength).IndexOfAnyExcept((byte)0x5a), Is.EqualTo(-1));
        Assert.That(order.EncodedLength, Is.EqualTo(Shop.V2.SchemaInfo.HeaderSize + Shop.V2.OrderPlaced.BlockLength + 4 + (3 * Shop.V2.OrderPlaced.Items.BlockLength)));
    }

    /// <summary>The search of octets is the oracle of the reading of eight at once.</summary>
    [Test]
    public void TextOfAnyLength_EndsAtItsFirstNul()
    {
        var random = new Random(Seed);
        for (int round = 0; round < 50_000; round++)
        {
            byte[] room = new byte[random.Next(24)];
            for (int index = 0; index < room.Length; index++)
            {
                room[index] = (byte)(random.Next(3) switch { 0 => 0, 1 => 1 + (127 * random.Next(2)), _ => random.Next(256) });
            }

            int end = Array.IndexOf(room, (byte)0);
            byte[] wanted = end < 0 ? room : room[..end];
            Assert.That(SbeFixedText.Read(room).SequenceEqual(wanted), $"seed {Seed}: {Convert.ToHexString(room)}");
        }
    }

    [Test]
    public void TextOfAnyLength_IsWrittenAndFilledUp()
    {
        for (int room = 0; room < 20; room++)
        {
            for (int length = 0; length <= room; length++)
            {
                byte[] to = new byte[room + 1];
                Array.Fill(to, (byte)0x5a);
                byte[] text = new byte[length];
                Array.Fill(text, (byte)7);
                SbeFixedText.Write(to.AsSpan(0, room), text, "text");
                Assert.That(to, Is.EqualTo(new byte[room - length].AsSpan().ToArray() is var rest ? (byte[])[.. text, .. rest, 0x5a] : to));
            }

            byte[] tooLong = new byte[room + 1];
            Assert.That(Assert.Throws<ArgumentException>(() => SbeFixedText.Write(new byte[tooLong.Length - 1], tooLong, "text"))!.Message, Does.Contain("text has"));
        }
    }

    [Test]
    public void Cursor_BehindTheBuffer_TakesNothing()
    {
        Assert.Throws<ArgumentException>(static () => new SbeCursor(100, 0).Take(new byte[10], 1, "member"));
        Assert.Throws<ArgumentException>(static () => new SbeCursor(-1, 0).Take(new byte[10], 1, "member"));
        Assert.Throws<ArgumentException>(static () => new SbeCursor(8, 0).Take(new byte[10], 3, "member"));
        Assert.Throws<ArgumentException>(static () => new SbeCursor(8, 0).Take(new byte[10], uint.MaxValue, "member"));
        Assert.Throws<ArgumentException>(static () => new SbeCursor(0, 0).TakeData(new byte[10], 4, -1, uint.MaxValue, "member"));
        Assert.That(new SbeCursor(8, 0).Take(new byte[10], 2, "member").Length, Is.EqualTo(2));
    }

    private static byte[] Deep()
    {
        byte[] buffer = new byte[512];
        DeepEncoder deep = DeepEncoder.Wrap(buffer);
        DeepEncoder.OutersGroup outers = deep.OutersCount(2);
        for (int outer = 0; outer < 2; outer++)
        {
            outers.Next();
            outers.X = 1;
            DeepEncoder.OutersGroup.MiddlesGroup middles = outers.MiddlesCount(1);
            middles.Next();
            DeepEncoder.OutersGroup.MiddlesGroup.InnersGroup inners = middles.InnersCount(2);
            for (int inner = 0; inner < 2; inner++)
            {
                inners.Next();
                inners.WriteNote("note");
            }

            middles.WriteName("name");
            outers.WriteLabel("label");
        }

        DeepEncoder.WidesGroup wides = deep.WidesCount(3);
        for (int wide = 0; wide < 3; wide++)
        {
            wides.Next();
            wides.V = 1;
        }

        deep.WriteFirst("first");
        deep.WriteSecond([1, 2, 3]);
        return buffer[..deep.Finish()];
    }

    private static int SumOf(DeepDecoder deep)
    {
        int sum = deep.First.Length + deep.Second.Length;
        foreach (DeepDecoder.OutersEntry outer in deep.Outers)
        {
            sum += (outer.X & 1) + outer.Label.Length;
            foreach (DeepDecoder.OutersEntry.MiddlesEntry middle in outer.Middles)
            {
                sum += ((int)middle.Z & 1) + middle.Name.Length;
                foreach (DeepDecoder.OutersEntry.MiddlesEntry.InnersEntry inner in middle.Inners)
                {
                    sum += inner.Note.Length + inner.W.GetC(3);
                }
            }
        }

        foreach (DeepDecoder.WidesEntry wide in deep.Wides)
        {
            sum += wide.V;
        }

        return sum;
    }
}
