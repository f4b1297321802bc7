using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using HotPath.Daemon.Commands;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Segments;
using HotPath.Runtime.Replays;

namespace HotPath.Daemon.Explanations;

/// <summary>Reads frames out of a journal for people.</summary>
internal sealed class FrameTexts
{
    private readonly FrameNames _names;
    private readonly Dictionary<int, RowText> _rows = [];

    /// <summary>Texts of frames of a plan.</summary>
    /// <param name="plan">The plan.</param>
    public FrameTexts(IJobPlan plan) => _names = new FrameNames(plan);

    /// <summary>Reads the frames at some positions.</summary>
    /// <param name="replay">Where to start, and the last position.</param>
    /// <param name="positions">Positions in order. Unit: bytes.</param>
    /// <returns>The frames.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: unreadable. HP2008: damaged.</exception>
    public List<ExplainedFrame> Read(JournalReplay replay, IReadOnlyList<long> positions)
    {
        replay.ReadStart?.Invoke(_names.Take);
        using var reader = new JournalReader(
            replay.Storage, new NativeHeap(), replay.Directory, replay.StartPosition, replay.CheckpointPosition);
        var frames = new List<ExplainedFrame>();
        while (frames.Count < positions.Count && reader.TryRead(out FrameFlyweight frame))
        {
            _names.Take(frame);
            if (frame.Position == positions[frames.Count])
            {
                frames.Add(TextOf(frame));
            }
        }

        return frames;
    }

    private ExplainedFrame TextOf(FrameFlyweight frame)
    {
        bool isRecord = frame.Type is FrameType.Event or FrameType.Reject;
        TableDefinition? table = _names.TableOf(frame);
        return new ExplainedFrame
        {
            Position = frame.Position,
            Kind = frame.Type switch
            {
                FrameType.Event => "event",
                FrameType.Reject => "rejected record",
                FrameType.EndOfInput => "end of input",
                FrameType.Tick => "tick",
                _ => frame.Type.ToString(),
            },
            Table = table?.Name,
            Source = isRecord ? _names.SourceOf(frame) : null,
            Record = frame.SourceOffset,
            Tenant = isRecord ? _names.TenantOf(frame) : null,
            Row = frame.Type switch
            {
                FrameType.Event when table is not null => RowOf(frame, table),
                FrameType.Reject => $"\"{JsonEncodedText.Encode(Encoding.UTF8.GetString(frame.PayloadSpan))}\"",
                _ => null,
            },
        };
    }

    private string RowOf(FrameFlyweight frame, TableDefinition table)
    {
        if (!_rows.TryGetValue(table.Id, out RowText? text))
        {
            _rows.Add(table.Id, text = new RowText(table.Schema));
        }

        return Encoding.UTF8.GetString(text.Of(new RowView(table.Schema, frame.Payload)));
    }
}
