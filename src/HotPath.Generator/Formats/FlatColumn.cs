using HotPath.Generator.Shop;

namespace HotPath.Generator.Formats;

/// <summary>A column of the one table that all formats have in common.</summary>
/// <param name="Name">Its name, the same in each format.</param>
/// <param name="SqlType">Its type in SQL.</param>
/// <param name="IsText">Whether JSON puts it into quotes.</param>
/// <param name="Has">Whether an event has it; NULL otherwise.</param>
/// <param name="Write">Writes it.</param>
internal sealed record FlatColumn(
    string Name, string SqlType, bool IsText, System.Func<ShopEvent, bool> Has, FlatColumn.Writer Write)
{
    /// <summary>Writes the value of an event that has one.</summary>
    /// <param name="from">Event.</param>
    /// <param name="to">Where to.</param>
    public delegate void Writer(ShopEvent from, ref RecordText to);
}
