using System.Collections.Generic;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>A sink that keeps every row as text; it may fail at a row.</summary>
internal sealed class RecordingSink(SinkDefinition definition, bool keepsRows, long failAtRow, SinkCursor? resume)
    : ITableSink
{
    private long _rows = resume?.Rows ?? 0;
    private ulong _chain = resume?.ChainHash ?? 0;

    public List<string> Rows { get; } = [];

    public List<OutputIdentity> Identities { get; } = [];

    public bool IsComplete { get; private set; }

    public int Syncs { get; private set; }

    public SinkCursor Cursor => new(_rows, LengthBytes: _rows, _chain);

    public void Write(in OutputIdentity identity, RowView row)
    {
        if (++_rows == failAtRow)
        {
            throw new HotPathException(ErrorCode.OutputUnwritable, $"{definition.Name}: no space left; free space");
        }

        _chain = StableHash.Mix(_chain, row.Get<ulong>(1));
        if (keepsRows)
        {
            Identities.Add(identity);
            Rows.Add(Text(identity, row));
        }
    }

    public void Flush()
    {
    }

    public void Sync() => Syncs++;

    public void Complete() => IsComplete = true;

    public void Dispose()
    {
    }

    private string Text(in OutputIdentity identity, RowView row) => definition.Role == SinkRole.DeadLetters
        ? $"{row.GetUtf8(DeadLetterSchema.Reason)} {row.Get<int>(DeadLetterSchema.File)}:{row.Get<long>(DeadLetterSchema.Record)} "
            + row.GetUtf8(DeadLetterSchema.RawBytes)
        : $"{identity.Statement} {row.Get<int>(0)} {identity.Index} {row.Get<long>(1)}";
}
