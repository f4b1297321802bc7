using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Probes;

/// <summary>Puts a probe around the kernels of tables and statements. Results stay what they are.</summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class ProbedKernels : IDisposable
{
    private const int ContentBytesMax = 64 * 1024;

    private readonly IShardProbe _probe;
    private readonly ScalarContext _context;
    private readonly OutputArena _arena;
    private readonly OutputWriter _rows;

    public ProbedKernels(IShardProbe probe, NativeHeap heap)
    {
        _probe = probe;
        _context = new ScalarContext(heap);
        _arena = new OutputArena(heap);
        _rows = new OutputWriter(_arena);
    }

    private readonly Dictionary<string, List<byte[]>> _merged = []; // sessions that another has taken in
    private byte[] _groupKey = [];

    /// <summary>Position of the frame at hand. Unit: bytes.</summary>
    public long Position { get; set; }

    public TableProgram Wrap(TableProgram table)
    {
        return table.Clock is { } clock ? table with { Clock = Probed } : table;

        long Probed(nint row, ScalarContext context)
        {
            long watermarkMs = clock(row, context);
            _probe.OnWatermark(Position, watermarkMs);
            return watermarkMs;
        }
    }

    // Ranked rows and stages of a chain have no group of their own to show.
    public StatementProgram Wrap(StatementProgram statement) =>
        statement.Next is not null || statement.Ranking is not null || statement.KeepsFirstRows
            ? statement
            : WrapKernels(statement);

    private StatementProgram WrapKernels(StatementProgram statement) => statement.Window is not null
        ? statement with { Window = Wrap(statement.Window), Result = Wrap(statement, statement.Result!) }
        : statement.Group is not null
            ? statement with { Group = Wrap(statement.Group), Emitted = Emitted(statement) }
            : statement;

    public void Dispose()
    {
        _arena.Dispose();
        _context.Dispose();
    }

    private WindowKernel Wrap(WindowKernel kernel) => (row, context, window) =>
    {
        if (window is SessionWindowOperator sessions)
        {
            sessions.Merged ??= NoteMerged;
        }

        RowOutcome outcome = kernel(row, context, window);
        if (outcome == RowOutcome.Applied)
        {
            _probe.OnApplied(Position, window.LocatedKey);
        }

        return outcome;
    };

    private GroupKernel Wrap(GroupKernel kernel) => (row, context, groups) =>
    {
        RowOutcome outcome = kernel(row, context, groups);
        if (outcome == RowOutcome.Applied)
        {
            _groupKey = groups.LocatedKey.ToArray();
            _probe.OnApplied(Position, _groupKey);
        }

        return outcome;
    };

    // What a row changed comes out right behind it.
    private Action<OutputIdentity, nint> Emitted(StatementProgram statement) => (identity, entry) =>
    {
        if (_probe.Wants(identity))
        {
            _probe.OnOutput(new ProbedGroup(
                [_groupKey], StartMs: null, EndMs: null, Content(statement.Inspection!.Value, entry, 0, 0)));
        }
    };

    // Behind the kernel: only then is it known that the group passed HAVING and got the identity.
    private ResultKernel Wrap(StatementProgram statement, ResultKernel kernel) =>
        (entry, startMs, endMs, context, output) =>
        {
            OutputIdentity identity = output.Next;
            RowOutcome outcome = kernel(entry, startMs, endMs, context, output);
            if (outcome == RowOutcome.Applied && _probe.Wants(identity))
            {
                _probe.OnOutput(new ProbedGroup(
                    KeysOf(statement, identity.Tenant, startMs, endMs, entry),
                    startMs,
                    endMs,
                    Content(statement.Inspection!.Value, entry, startMs, endMs)));
            }

            return outcome;
        };

    private List<ReadOnlyMemory<byte>> KeysOf(
        StatementProgram statement, int tenant, long startMs, long endMs, nint entry)
    {
        ulong operatorId = statement.Definition.OperatorId;
        if (statement.Specification!.Kind == WindowKind.Session)
        {
            ReadOnlyMemory<byte> key = GroupRecords.KeyOfSession(operatorId, tenant, entry);
            List<byte[]> merged = _merged.GetValueOrDefault(Convert.ToHexString(key.Span)) ?? [];
            return [key, .. merged.Select(static other => other.AsMemory())];
        }

        var keys = new List<ReadOnlyMemory<byte>>();
        for (long paneMs = startMs; paneMs < endMs; paneMs += statement.Specification.PaneMs)
        {
            keys.Add(GroupRecords.KeyOf(operatorId, tenant, paneMs, entry));
        }

        return keys;
    }

    private void NoteMerged(byte[] session, byte[] other)
    {
        string name = Convert.ToHexString(session);
        if (!_merged.TryGetValue(name, out List<byte[]>? merged))
        {
            _merged[name] = merged = [];
        }

        merged.Add(other);
        if (_merged.Remove(Convert.ToHexString(other), out List<byte[]>? before))
        {
            merged.AddRange(before);
        }
    }

    private byte[] Content(GroupInspection inspection, nint entry, long startMs, long endMs)
    {
        _context.Begin(ingestTimeMs: 0);
        _rows.Begin(Position, statement: 0, tenant: 0);
        if (inspection.Kernel(entry, startMs, endMs, _context, _rows) != RowOutcome.Applied
            || !_arena.TryRead(out OutputRecord record))
        {
            return "{}"u8.ToArray();
        }

        var text = new byte[ContentBytesMax];
        int length = new RowJson(inspection.Schema).Write(new RowView(inspection.Schema, record.RowAddress), text);
        _arena.Release(record);
        return text[..length];
    }
}
