using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Generator.Answers;
using HotPath.Generator.Delivery;
using HotPath.Generator.Formats;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Rows;

/// <summary>
/// The records of <see cref="EventGeneration"/> by columns, and the answers to as many as there were.
/// </summary>
/// <remarks>With answers every event id and every visit is held in memory.</remarks>
public sealed class ShopRows : IEventRows
{
    private static readonly FlatColumn<ShopEvent>[] Flat = [.. FlatColumns.All];

    private readonly DeliveryLine _line;
    private readonly AnswerBook? _answers;
    private readonly CsvFormat _csv = new();
    private Delivered _record;
    private ShopEvent _event;

    /// <summary>Records.</summary>
    /// <param name="options">What is made; their number does not matter.</param>
    /// <param name="hasAnswers">Whether answers are computed.</param>
    public ShopRows(GeneratorOptions options, bool hasAnswers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _line = DeliveryLine.Of(options);
        _answers = hasAnswers ? new AnswerBook(options) : null;
    }

    /// <summary>The columns of every such table.</summary>
    public static IReadOnlyList<EventColumn> AllColumns { get; } = [.. Flat.Select(static c => c.Column)];

    /// <inheritdoc/>
    public IReadOnlyList<EventColumn> Columns => AllColumns;

    /// <inheritdoc/>
    public bool IsEvent => _record.IsEvent;

    /// <inheritdoc/>
    public void Next()
    {
        _record = _line.Next();
        _event = _record.Event;
        _answers?.Add(_record);
    }

    /// <inheritdoc/>
    public bool Has(int column) => Flat[column].Has(_event);

    /// <inheritdoc/>
    public long Number(int column) => Flat[column].Number!(_event);

    /// <inheritdoc/>
    public int Text(int column, Span<byte> target)
    {
        var text = new RecordText(target);
        Flat[column].Text!(_event, ref text);
        return text.Length;
    }

    /// <inheritdoc/>
    public int Line(Span<byte> target) => _csv.Write(_record, target) - 1;

    /// <summary>Writes the answers to the records so far.</summary>
    /// <param name="folder">A folder that <see cref="AnswerFolder"/> has prepared.</param>
    public void WriteAnswers(string folder) => _answers!.Write(folder);
}
