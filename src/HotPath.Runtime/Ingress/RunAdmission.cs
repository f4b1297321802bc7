using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Latency;
using HotPath.Runtime.Sequencing;

namespace HotPath.Runtime.Ingress;

/// <summary>
/// Admits rows that their source has shown many at a time, as if each had been read alone. A row that needs more than
/// its own frame is left where it is, for the way that every record can take.
/// </summary>
/// <param name="head">The only source of the input.</param>
/// <param name="tenants">Reads the tenants of its rows.</param>
/// <param name="sequencer">Where rows go.</param>
/// <param name="state">Counted up.</param>
/// <param name="arrivals">Told of each row, or <see langword="null"/>.</param>
/// <param name="environment">Seams to the outside.</param>
/// <remarks>Threading: single-threaded; owned by ingress. Allocates nothing.</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
internal sealed class RunAdmission<TEnvironment>(
    SourceHead head,
    TenantReader tenants,
    Sequencer<TEnvironment> sequencer,
    IngressState state,
    ArrivalTrail? arrivals,
    TEnvironment environment)
    where TEnvironment : struct, IEnvironment
{
    private TEnvironment _environment = environment;

    /// <summary>Admits the next rows of the source, as many as need nothing special.</summary>
    /// <param name="rowsMax">Unit: rows.</param>
    /// <param name="nowMs">Wall clock. Unit: ms since the Unix epoch.</param>
    /// <returns>How many. Unit: rows.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: the input went away.</exception>
    public int Admit(int rowsMax, long nowMs)
    {
        RowRun run = head.Run;
        int table = head.Table.Id;
        int source = head.FileIndex;
        int rows = 0;
        while (rows < rowsMax && head.TryReadRun())
        {
            RowInRun row = run.First;
            int tenant = tenants.Read(new RowView(head.Table.Schema, row.Address));
            if (!_environment.Fault(FaultPoint.DropBeforeSequencing)
                && !sequencer.TryAppendRow(table, source, tenant, row, nowMs))
            {
                break;
            }

            run.RemoveFirst();
            SourceCounters counters = state.Ledger.For(table, tenant);
            counters.Read++;
            arrivals?.Note(tenant, arrivalNs: -1);
            rows++;
        }

        return rows;
    }
}
