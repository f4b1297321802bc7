using System;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Connectors.Files.Formats;

/// <summary>What the formats do alike with a record that has been read: refuse it, or check the finished row.</summary>
/// <remarks>Threading: single-threaded.</remarks>
internal sealed class RowRules
{
    private readonly int[] _notNull;
    private readonly bool _isLenient;

    /// <summary>Rules of a table.</summary>
    /// <param name="table">Table.</param>
    /// <param name="isLenient">Whether the table's 'ignore-parse-errors' lets malformed records pass.</param>
    public RowRules(TableDefinition table, bool isLenient)
    {
        _notNull = [.. table.NotNullColumns];
        _isLenient = isLenient;
    }

    /// <summary>Refuses a record; what the table's options let pass is only counted.</summary>
    public ReadStatus Reject(SourceRecord record, RejectReason reason, int column, ReadOnlySpan<byte> raw)
    {
        bool isPassedOver = _isLenient && reason is RejectReason.Malformed or RejectReason.BadValue;
        return record.Reject(isPassedOver ? RejectReason.PassedOver : reason, column, raw);
    }

    /// <summary>Last check of a finished row.</summary>
    public ReadStatus Accept(SourceRecord record, ReadOnlySpan<byte> raw)
    {
        int column = ForbiddenNull(record);
        return column < 0 ? ReadStatus.Row : record.Reject(RejectReason.NullValue, column, raw);
    }

    /// <summary>The first column of a finished row that is NULL and must not be; -1 when there is none.</summary>
    public int ForbiddenNull(SourceRecord record)
    {
        foreach (int column in _notNull)
        {
            if (record.Row.View.IsNull(column))
            {
                return column;
            }
        }

        return -1;
    }
}
