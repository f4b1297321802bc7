using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>How one message becomes a row of a table.</summary>
internal sealed class SbeMessageRows
{
    /// <summary>Columns of a message.</summary>
    /// <param name="message">Message.</param>
    /// <param name="columns">Those of the table's columns that it has a member for.</param>
    public SbeMessageRows(Message message, IReadOnlyList<SbeColumn> columns)
    {
        Message = message;
        Columns = columns;
        Fixed = [.. columns.Where(static c => c.Member.IsFixed)];
        Variable = [.. columns.Where(static c => !c.Member.IsFixed)];
    }

    /// <summary>The message.</summary>
    public Message Message { get; }

    /// <summary>All columns, in the order of the table.</summary>
    public IReadOnlyList<SbeColumn> Columns { get; }

    /// <summary>Columns whose place is known.</summary>
    public SbeColumn[] Fixed { get; }

    /// <summary>Columns of data and of groups' counts.</summary>
    public SbeColumn[] Variable { get; }
}
