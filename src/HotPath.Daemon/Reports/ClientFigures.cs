using System.Collections.Generic;
using System.Linq;
using HotPath.Connectors.Tcp;

namespace HotPath.Daemon.Reports;

/// <summary>What the clients of a table of connector tcp did in this run.</summary>
/// <param name="Table">Table name.</param>
/// <param name="Connections">Connections accepted. Unit: connections.</param>
/// <param name="Clients">Client ids with records in the log, of earlier runs too. Unit: clients.</param>
/// <param name="Records">Records taken. Unit: records.</param>
/// <param name="Bytes">Their content. Unit: bytes.</param>
/// <param name="Duplicates">Records that were sent again and dropped. Unit: records.</param>
/// <param name="Ended">Connections that the node ended, by the reason of its bye. Unit: connections.</param>
internal sealed record ClientFigures(
    string Table,
    long Connections,
    long Clients,
    long Records,
    long Bytes,
    long Duplicates,
    IReadOnlyDictionary<string, long> Ended)
{
    /// <summary>The figures of a table.</summary>
    public static ClientFigures Of(string table, IngressCounters counters) => new(
        table,
        counters.Connections,
        counters.Clients,
        counters.Records,
        counters.Bytes,
        counters.Duplicates,
        IngressCounters.Refusals.ToDictionary(static reason => reason.ToString(), counters.Ended));
}
