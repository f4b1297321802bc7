using HotPath.Generator.Rows;

namespace HotPath.Generator.Formats;

/// <summary>A column of the one table that all formats have in common: how it is read off an event.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
/// <param name="Column">Name and kind.</param>
/// <param name="Has">Whether an event has it; NULL otherwise.</param>
/// <param name="Number">Reads it; <see langword="null"/> for a text.</param>
/// <param name="Text">Writes it; <see langword="null"/> for what is no text.</param>
internal sealed record FlatColumn<TEvent>(
    EventColumn Column, FlatColumn<TEvent>.Test Has, FlatColumn<TEvent>.Reader? Number, FlatColumn<TEvent>.Writer? Text)
{
    /// <summary>Whether an event has the column.</summary>
    /// <param name="from">Event.</param>
    public delegate bool Test(in TEvent from);

    /// <summary>The value of an event that has one.</summary>
    /// <param name="from">Event.</param>
    public delegate long Reader(in TEvent from);

    /// <summary>Writes the text of an event that has one.</summary>
    /// <param name="from">Event.</param>
    /// <param name="to">Where to.</param>
    public delegate void Writer(in TEvent from, ref RecordText to);

    /// <summary>Whether JSON puts it into quotes.</summary>
    public bool IsQuoted => Column.Value is EventValue.Text or EventValue.Time;

    /// <summary>Writes the value of an event that has one, as csv and json have it.</summary>
    /// <param name="from">Event.</param>
    /// <param name="to">Where to.</param>
    public void Write(in TEvent from, ref RecordText to)
    {
        switch (Column.Value)
        {
            case EventValue.Text:
                Text!(from, ref to);
                break;
            case EventValue.Time:
                to.AppendTime(Number!(from));
                break;
            case EventValue.Amount:
                to.AppendAmount(Number!(from));
                break;
            default:
                to.AppendNumber(Number!(from));
                break;
        }
    }
}
