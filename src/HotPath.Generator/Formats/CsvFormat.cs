using System;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Formats;

/// <summary>Lines of csv; no value needs quotes.</summary>
internal sealed class CsvFormat : LineFormat
{
    /// <summary>What stands for NULL.</summary>
    public const string NullLiteral = "NULL";

    private protected override void WriteEvent(in ShopEvent shopEvent, ref RecordText text)
    {
        for (int i = 0; i < FlatColumns.All.Count; i++)
        {
            FlatColumn<ShopEvent> column = FlatColumns.All[i];
            if (i > 0)
            {
                text.Append((byte)',');
            }

            if (column.Has(shopEvent))
            {
                column.Write(shopEvent, ref text);
            }
            else
            {
                text.Append(NullLiteral);
            }
        }
    }

    // A line that was cut; one that is no csv of ours at all; one whose quotes are wrong.
    private protected override ReadOnlySpan<byte> Poison(int kind) => kind switch
    {
        0 => "00000000-0000-0000-0000-000000000000,PageView,2026-08"u8,
        1 => "<html><body>502 Bad Gateway</body></html>"u8,
        _ => "PageView,\"00000000\"x,not a time"u8,
    };
}
