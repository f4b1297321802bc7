namespace HotPath.Runtime.Jobs;

/// <summary>One of the first dead letters of a run, for the summary.</summary>
/// <param name="Statement">Statement that refused the row; empty when ingress did.</param>
/// <param name="Operator">Operator within the statement; <c>ingress</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Column">Column at fault; empty when none.</param>
/// <param name="Tenant">Tenant; empty when none.</param>
/// <param name="Table">Table the row came in by.</param>
/// <param name="File">Index of the file within the table's input; null of a result, which no one record gave.</param>
/// <param name="FileName">Name of that file; empty when none is known.</param>
/// <param name="Record">Record number in the file, from 1; null as <paramref name="File"/>.</param>
/// <param name="Detail">What a user's function threw, and which; empty when none did.</param>
/// <param name="Raw">First bytes of the record, or of the row as JSON.</param>
public sealed record DeadLetter(
    string Statement,
    string Operator,
    string Reason,
    string Column,
    string Tenant,
    string Table,
    int? File,
    string FileName,
    long? Record,
    string Detail,
    string Raw);
