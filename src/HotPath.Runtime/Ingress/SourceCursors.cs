using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;

namespace HotPath.Runtime.Ingress;

/// <summary>How many records of each source stand in the log.</summary>
/// <remarks>Threading: single-threaded; owned by ingress. Grows with sources only.</remarks>
public sealed class SourceCursors
{
    private readonly long[][] _taken;

    /// <summary>Cursors at the start of every source.</summary>
    /// <param name="tables">Tables of the plan.</param>
    public SourceCursors(IReadOnlyList<TableDefinition> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        int last = 0;
        foreach (TableDefinition table in tables)
        {
            last = Math.Max(last, table.Id);
        }

        _taken = new long[last + 1][];
        Array.Fill(_taken, []);
    }

    /// <summary>Table of the record taken last, or -1.</summary>
    public int LastTable { get; private set; } = -1;

    /// <summary>Source of the record taken last.</summary>
    public int LastSource { get; private set; }

    /// <summary>Records of a source that stand in the log.</summary>
    /// <param name="table">Id of the table.</param>
    /// <param name="source">Index of the file within the table's input.</param>
    /// <returns>Unit: records.</returns>
    public long Taken(int table, int source) => source < _taken[table].Length ? _taken[table][source] : 0;

    /// <summary>One more record of a source stands in the log.</summary>
    /// <param name="table">Id of the table.</param>
    /// <param name="source">Index of the file within the table's input.</param>
    public void Take(int table, int source)
    {
        long[] taken = _taken[table];
        if (source >= taken.Length)
        {
            taken = Grow(table, source);
        }

        taken[source]++;
        LastTable = table;
        LastSource = source;
    }

    /// <summary>Goes on where a checkpoint stood.</summary>
    /// <param name="table">Id of the table.</param>
    /// <param name="source">Index of the file within the table's input.</param>
    /// <param name="records">Records taken. Unit: records.</param>
    public void Restore(int table, int source, long records) => Grow(table, source)[source] = records;

    /// <summary>Restores which source was read last.</summary>
    /// <param name="table">Id of the table, or -1.</param>
    /// <param name="source">Index of the file.</param>
    public void RestoreLast(int table, int source)
    {
        LastTable = table;
        LastSource = source;
    }

    /// <summary>Calls back for every source with records in the log.</summary>
    /// <typeparam name="TContext">What the callback works on; so it need not capture anything.</typeparam>
    /// <param name="context">Handed to <paramref name="visit"/>.</param>
    /// <param name="visit">Gets the context, table, source and records.</param>
    public void ForEach<TContext>(TContext context, Action<TContext, int, int, long> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        for (int table = 0; table < _taken.Length; table++)
        {
            for (int source = 0; source < _taken[table].Length; source++)
            {
                visit(context, table, source, _taken[table][source]);
            }
        }
    }

    private long[] Grow(int table, int source)
    {
        if (source >= _taken[table].Length)
        {
            Array.Resize(ref _taken[table], source + 1);
        }

        return _taken[table];
    }
}
