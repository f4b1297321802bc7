using HotPath.Dataflow.Options;
using HotPath.Dataflow.Plans;

namespace HotPath.Dataflow.Ports;

/// <summary>
/// The formats of records for connectors that bring records and not files. The composition root hands it to them.
/// </summary>
public interface IRecordFormats
{
    /// <summary>Reads 'format' and its options.</summary>
    /// <param name="table">Table.</param>
    /// <param name="options">Its options; takes what is wrong with them.</param>
    /// <returns>The format; none after a problem.</returns>
    RecordFormatKind Read(TableDefinition table, OptionReader options);

    /// <summary>A decoder for the records of a table.</summary>
    /// <param name="table">Table whose options are valid.</param>
    /// <returns>The decoder.</returns>
    IRecordDecoder Open(TableDefinition table);
}
