using System;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Formats;

/// <summary>A JSON object a line; no text needs an escape.</summary>
internal sealed class JsonFormat : LineFormat
{
    private protected override void WriteEvent(in ShopEvent shopEvent, ref RecordText text)
    {
        text.Append((byte)'{');
        for (int i = 0; i < FlatColumns.All.Count; i++)
        {
            FlatColumn<ShopEvent> column = FlatColumns.All[i];
            if (!column.Has(shopEvent))
            {
                continue;
            }

            text.Append(i > 0 ? ",\""u8 : "\""u8);
            text.Append(column.Column.Name);
            text.Append(column.IsQuoted ? "\":\""u8 : "\":"u8);
            column.Write(shopEvent, ref text);
            if (column.IsQuoted)
            {
                text.Append((byte)'"');
            }
        }

        text.Append((byte)'}');
    }

    // An object that was cut; a line that is no JSON; a time that is none.
    private protected override ReadOnlySpan<byte> Poison(int kind) => kind switch
    {
        0 => "{\"event_id\":\"00000000-0000-0000-0000-000000000000\",\"event_ty"u8,
        1 => "<html><body>502 Bad Gateway</body></html>"u8,
        _ => "{\"event_id\":\"00000000-0000-0000-0000-000000000000\",\"event_time\":\"not a time\"}"u8,
    };
}
