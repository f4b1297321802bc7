using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>How a sink writes rows: one call a row.</summary>
internal interface IRowFormat
{
    /// <summary>Writes what stands in front of the first row; nothing for most formats.</summary>
    /// <param name="target">Where the bytes go.</param>
    void WriteHeader(ByteBuilder target);

    /// <summary>Writes one row with its line end.</summary>
    /// <param name="identity">Kind and origin of the row.</param>
    /// <param name="row">The row.</param>
    /// <param name="target">Where the bytes go.</param>
    void WriteRow(in OutputIdentity identity, RowView row, ByteBuilder target);
}
