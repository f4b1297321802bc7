using System;
using System.Text;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Memory;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>Writes what one stage drops as late into its late output: an ordinary output of the statement.</summary>
/// <remarks>
/// Numbers of rows of one frame and tenant go on from stage to stage, so that the stages of a statement share them.
/// Threading: single-threaded; owned by one shard. Allocates only for a row longer than ever before.
/// </remarks>
internal sealed class LateRowWriter : IDisposable
{
    // What escapes may make of a byte of text, and what a value takes besides.
    private const int EscapeBytes = 6;
    private const int ValueBytes = SqlText.MaxLengthBytes + 8;

    private readonly LateRowsProgram _program;
    private readonly IStageProbe? _probe;
    private readonly OutputArena _arena;
    private readonly RowBuilder _row;
    private readonly RowJson _json;
    private readonly byte[] _statement;
    private readonly int _fixedTextBytes;
    private byte[] _text = new byte[1024];

    /// <summary>A writer for one stage.</summary>
    /// <param name="program">The stage, with a late output.</param>
    /// <param name="arena">Where rows go.</param>
    /// <param name="heap">Where the row is built.</param>
    public LateRowWriter(StatementProgram program, OutputArena arena, NativeHeap heap)
    {
        _program = program.LateRows!;
        _probe = program.Probe;
        _arena = arena;
        _row = new RowBuilder(heap, _program.Output.Schema);
        _json = new RowJson(_program.Rows);
        _statement = Encoding.UTF8.GetBytes(program.Definition.Name);
        foreach (Column column in _program.Rows.Columns)
        {
            _fixedTextBytes += (EscapeBytes * Encoding.UTF8.GetByteCount(column.Name)) + ValueBytes;
        }
    }

    /// <summary>Writes a late row.</summary>
    /// <param name="row">First byte of the row.</param>
    /// <param name="window">The window that it came too late for.</param>
    /// <param name="clock">Clock of its tenant.</param>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    public void Write(nint row, LateWindow window, WindowClock clock, long position)
    {
        var view = new RowView(_program.Rows, row);
        _row.Begin();
        for (int i = 0; i < _program.Columns.Count; i++)
        {
            Set(i, _program.Columns[i], view, window, clock.WatermarkMs);
        }

        Raw.Copy(_row.Address, _arena.Reserve(_row.LengthBytes), _row.LengthBytes);
        long index = clock.Stage!.NextLateIndex(clock.Tenant, position);
        var identity = new OutputIdentity(position, _program.Output.Id, clock.Tenant, index, RowKind.Insert);
        _arena.Commit(identity, _row.LengthBytes);
        _probe?.OnRow(identity);
        clock.Counters.LateReleased++;
    }

    /// <inheritdoc/>
    public void Dispose() => _row.Dispose();

    private void Set(int column, LateColumn from, RowView row, LateWindow window, long watermarkMs)
    {
        switch (from.Content)
        {
            case LateContent.Column:
                _row.Copy(column, row, from.Column);
                break;
            case LateContent.WindowStart when window.HasBounds:
                _row.Set(column, window.StartMs);
                break;
            case LateContent.WindowEnd when window.HasBounds:
                _row.Set(column, window.EndMs);
                break;
            case LateContent.Lateness:
                _row.Set(column, watermarkMs - window.FiredAtMs);
                break;
            case LateContent.Statement:
                _row.SetUtf8(column, _statement);
                break;
            case LateContent.Event:
                _row.SetUtf8(column, Json(row));
                break;
        }
    }

    private ReadOnlySpan<byte> Json(RowView row)
    {
        int bytesMax = checked((EscapeBytes * row.LengthBytes) + _fixedTextBytes);
        if (_text.Length < bytesMax)
        {
            _text = new byte[Math.Max(bytesMax, 2 * _text.Length)];
        }

        return _text.AsSpan(0, _json.Write(row, _text));
    }
}
