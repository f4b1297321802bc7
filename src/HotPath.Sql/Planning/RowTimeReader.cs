using HotPath.Foundation.Memory;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;

namespace HotPath.Sql.Planning;

/// <summary>
/// Evaluates a table's row time outside the shards, for merging; owns the scratch memory that this takes.
/// </summary>
#pragma warning disable CA1001 // callers hold only a delegate to Read, so the finalizer is what ends it
internal sealed class RowTimeReader(ClockKernel kernel)
#pragma warning restore CA1001
{
    private readonly ScalarContext _context = new(new NativeHeap());

    ~RowTimeReader() => _context.Dispose();

    public long Read(nint row)
    {
        _context.Begin(ingestTimeMs: 0);
        return kernel(row, _context);
    }
}
