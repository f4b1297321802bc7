using HotPath.Dataflow.Rows;

namespace HotPath.Dataflow.Plans;

/// <summary>
/// Columns of the dead-letter log, which is an ordinary sink: statement id 0, exactly once like any other.
/// </summary>
public static class DeadLetterSchema
{
    /// <summary>Id of the dead-letter log among the statements.</summary>
    public const int StatementId = 0;

    /// <summary>Statement that refused the row; empty when ingress did.</summary>
    public const int Statement = 0;

    /// <summary>Operator within the statement, for example <c>project</c>; <c>ingress</c>.</summary>
    public const int Operator = 1;

    /// <summary>Name of the <see cref="Ports.RejectReason"/>.</summary>
    public const int Reason = 2;

    /// <summary>Column at fault, or NULL.</summary>
    public const int ColumnName = 3;

    /// <summary>Tenant, or NULL.</summary>
    public const int Tenant = 4;

    /// <summary>Table the row came in by.</summary>
    public const int Table = 5;

    /// <summary>Index of the file within the table's input.</summary>
    public const int File = 6;

    /// <summary>Name of that file, without its folder, or of the client that sent the record; or NULL.</summary>
    public const int FileName = 7;

    /// <summary>Record number in the file, from 1, or the client's number of the record.</summary>
    public const int Record = 8;

    /// <summary>What a user's function threw, and which; NULL for other reasons. At most 512 bytes.</summary>
    public const int Detail = 9;

    /// <summary>
    /// The record as it was read (ingress), or the row as JSON (operators), cut at
    /// <see cref="Ports.SourceRecord.RawBytesMax"/>; for a window's result the key of its group.
    /// </summary>
    public const int RawBytes = 10;

    /// <summary>The layout.</summary>
    public static readonly RowSchema Schema = new(
        "dead-letters",
        templateId: 0,
        [
            new Column("statement", SqlType.String),
            new Column("operator", SqlType.String),
            new Column("reason", SqlType.String),
            new Column("column", SqlType.String),
            new Column("tenant", SqlType.String),
            new Column("table", SqlType.String),
            new Column("file", SqlType.Int),
            new Column("file_name", SqlType.String),
            new Column("record", SqlType.BigInt),
            new Column("detail", SqlType.String),
            new Column("raw", SqlType.Bytes),
        ]);
}
