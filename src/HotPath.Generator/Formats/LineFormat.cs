using System;
using HotPath.Generator.Delivery;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Formats;

/// <summary>A record a line.</summary>
internal abstract class LineFormat : IRecordFormat
{
    public int Write(in Delivered record, Span<byte> target)
    {
        var text = new RecordText(target);
        if (record.IsEvent)
        {
            WriteEvent(record.Event, ref text);
        }
        else
        {
            text.Append(Poison(record.PoisonKind));
        }

        text.Append((byte)'\n');
        return text.Length;
    }

    private protected abstract void WriteEvent(in ShopEvent shopEvent, ref RecordText text);

    private protected abstract ReadOnlySpan<byte> Poison(int kind);
}
