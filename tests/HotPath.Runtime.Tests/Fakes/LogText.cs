using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Storage;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>A recorded log as lines, for comparing.</summary>
internal static class LogText
{
    public static List<string> Read(byte[] log, IJobPlan plan)
    {
        using var reader = new LogReader(new MemoryFile("test.hplog", log), new NativeHeap());
        var lines = new List<string>();
        while (reader.TryRead(out FrameFlyweight frame))
        {
            lines.Add(Line(frame, plan));
        }

        return lines;
    }

    private static string Line(FrameFlyweight frame, IJobPlan plan) => frame.Type switch
    {
        FrameType.Event => $"event {frame.Table}:{frame.Source}:{frame.SourceOffset} tenant {frame.Tenant} "
            + new RowView(plan.Tables[frame.Table - 1].Schema, frame.Payload).Get<long>(ShopPlan.Value),
        FrameType.Reject => $"reject {frame.Table}:{frame.Source}:{frame.SourceOffset} "
            + $"{RejectDetail.Reason(frame.Detail)}/{RejectDetail.Column(frame.Detail)} {Text(frame)}",
        FrameType.DefineTenant => $"tenant {frame.Tenant} {Text(frame)}",
        FrameType.DefineTable => $"table {frame.Table} {Text(frame)}",
        FrameType.DefineSource => $"source {frame.Table}:{frame.Source} {Text(frame)}",
        FrameType.Plan => $"plan {Text(frame)}",
        FrameType.EndOfInput => $"end {frame.Table}",
        FrameType.Mark => $"mark {frame.Position}",
        _ => frame.Type.ToString(),
    };

    private static string Text(FrameFlyweight frame) => System.Text.Encoding.UTF8.GetString(frame.PayloadSpan);
}
