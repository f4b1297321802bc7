using System;
using HotPath.Foundation.Memory;
using HotPath.Operators.Scalars;

namespace HotPath.Operators.Shards;

/// <summary>
/// What the stages of one depth share on a shard: a row that comes out of one runs through all behind it before the
/// call returns, so that no two of a depth are ever under way.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class StageTools : IDisposable
{
    public StageTools(
        NativeHeap heap, OutputWriter output, FailedResults failures, EvaluationWatch watch, StageChain chain)
    {
        Context = new ScalarContext(heap);
        Row = new RowCapture(heap);
        Results = new ResultEmitter(heap, output, failures, watch, chain);
        Changes = new ChangeEmitter(heap, Results);
    }

    /// <summary>Of the kernels that take rows.</summary>
    public ScalarContext Context { get; }

    /// <summary>A row on its way to the next stage.</summary>
    public RowCapture Row { get; }

    public ResultEmitter Results { get; }

    public ChangeEmitter Changes { get; }

    public void Dispose()
    {
        Context.Dispose();
        Row.Dispose();
        Results.Dispose();
        Changes.Dispose();
    }
}
