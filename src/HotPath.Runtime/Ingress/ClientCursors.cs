using System;
using System.Collections.Generic;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Runtime.Ingress;

/// <summary>Names of the clients that have records in the log, and the number of the newest record of each.</summary>
/// <remarks>
/// Threading: single-threaded; owned by ingress. Grows with clients only. A client of two tables has one id, and a
/// number in each.
/// </remarks>
public sealed class ClientCursors : IDisposable
{
    private readonly long[][] _newest;

    /// <summary>No clients yet.</summary>
    /// <param name="tables">Tables of the plan.</param>
    /// <param name="heap">Where names lie.</param>
    public ClientCursors(IReadOnlyList<TableDefinition> tables, NativeHeap heap)
    {
        ArgumentNullException.ThrowIfNull(tables);
        Names = new NameDirectory(heap);
        int last = 0;
        foreach (TableDefinition table in tables)
        {
            last = Math.Max(last, table.Id);
        }

        _newest = new long[last + 1][];
        Array.Fill(_newest, []);
    }

    /// <summary>Ids of clients.</summary>
    public NameDirectory Names { get; }

    /// <summary>Clients whose define frame stands in the log.</summary>
    public int Defined { get; set; }

    /// <summary>A record of a client stands in the log.</summary>
    /// <param name="table">Id of the table.</param>
    /// <param name="client">Id of the client.</param>
    /// <param name="sequence">Number of the record.</param>
    public void Take(int table, int client, long sequence)
    {
        ref long[] clients = ref _newest[table];
        if (client >= clients.Length)
        {
            Array.Resize(ref clients, Math.Max(client + 1, 2 * clients.Length));
        }

        clients[client] = sequence;
    }

    /// <summary>How far the clients of a table stand, for its source; allocates.</summary>
    /// <param name="table">Id of the table.</param>
    /// <returns>Those with a record.</returns>
    public IReadOnlyList<ClientCursor> Of(int table)
    {
        var cursors = new List<ClientCursor>();
        long[] clients = _newest[table];
        for (int client = 1; client < clients.Length; client++)
        {
            if (clients[client] != 0)
            {
                cursors.Add(new ClientCursor(Encoding.UTF8.GetString(Names.NameOf(client)), clients[client]));
            }
        }

        return cursors;
    }

    /// <summary>Calls back for every client with records in the log.</summary>
    /// <typeparam name="TContext">What the callback works on; so it need not capture anything.</typeparam>
    /// <param name="context">Handed to <paramref name="visit"/>.</param>
    /// <param name="visit">Gets the context, table, client and the number of its newest record.</param>
    public void ForEach<TContext>(TContext context, Action<TContext, int, int, long> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        for (int table = 0; table < _newest.Length; table++)
        {
            for (int client = 1; client < _newest[table].Length; client++)
            {
                if (_newest[table][client] != 0)
                {
                    visit(context, table, client, _newest[table][client]);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Names.Dispose();
}
