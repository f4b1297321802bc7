using System.Collections.Concurrent;
using System.Threading;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Threads;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>A source without rows that notes which cores the thread that asks it may run on.</summary>
internal sealed class WatchingSource(ConcurrentDictionary<string, string> seen) : ITableSource
{
    public string Name => "watching";

    public int FileIndex => 0;

    public bool IsBounded => true;

    public bool IsReplayable => true;

    public void SkipTo(long records)
    {
    }

    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        seen[Thread.CurrentThread.Name!] = string.Join(',', CurrentThread.Cores());
        return ReadStatus.End;
    }

    public void Dispose()
    {
    }
}
