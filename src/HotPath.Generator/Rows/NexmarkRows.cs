using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Generator.Formats;
using HotPath.Generator.Nexmark;

namespace HotPath.Generator.Rows;

/// <summary>The events of <see cref="NexmarkGeneration"/> by columns.</summary>
public sealed class NexmarkRows : IEventRows
{
    private static readonly FlatColumn<NexmarkEvent>[] Flat = [.. NexmarkColumns.All];

    private readonly NexmarkStream _stream;
    private NexmarkEvent _event = new();

    /// <summary>Events.</summary>
    /// <param name="options">What they are like; their number does not matter.</param>
    public NexmarkRows(NexmarkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _stream = new NexmarkStream(options);
    }

    /// <summary>The columns of every such table.</summary>
    public static IReadOnlyList<EventColumn> AllColumns { get; } = [.. Flat.Select(static c => c.Column)];

    /// <inheritdoc/>
    public IReadOnlyList<EventColumn> Columns => AllColumns;

    /// <inheritdoc/>
    public bool IsEvent => true;

    /// <inheritdoc/>
    public void Next() => _event = _stream.Next();

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
    public int Line(Span<byte> target) => NexmarkLines.WriteCsv(_event, target) - 1;
}
