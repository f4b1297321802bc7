namespace HotPath.Operators.Checkpoints;

/// <summary>Kinds of records that a shard puts into a checkpoint, and what follows the prefix of their keys.</summary>
/// <remarks>
/// <code>
/// kind  operator   rest of the key                                value
/// 'c'   statement  -                                              ledger and clock: <see cref="ClockRecord"/>
/// 'd'   statement  window start, group key, set (2 bytes), value  length of the group key (4 bytes)
/// 'e'   <see cref="DeadLetterOperator"/>  table id, 0 (4 bytes each)    empty: the table's input has ended
/// 'g'   statement  window start, group key                        <see cref="GroupRecords"/>
/// 'u'   statement  -                                              watermark of each input of a UNION ALL
/// 'c'   event ids  -                                              ledger and clock: <see cref="EventIdScopeRecord"/>
/// 'i'   event ids  event time, id                                 empty
/// 'n'   <see cref="DeadLetterOperator"/>  client id, 0 (4 bytes each)   name of the client, UTF-8
/// 's'   <see cref="DeadLetterOperator"/>  table id, source (4 bytes each)    name of the file, UTF-8
/// 't'   <see cref="DeadLetterOperator"/>  -                       name of the tenant, UTF-8
/// </code>
/// Window start and event time: ms, big-endian, sign flipped, so that windows of a tenant sort by start; 0 without a
/// window and for sessions; that of the pane where windows share panes. Groups with a time to live and sessions have
/// their number (8 bytes, big-endian) behind the group key, as a part of it. Group keys are rows without header, which
/// say themselves how long they are. Event ids of a table are one operator; an id is its text or bytes, or the number,
/// little-endian.
/// Values are little-endian. Elements of groups whose rows may be taken back have a number (8 bytes, big-endian) behind
/// the value, and how often they are there (8 bytes) behind the length.
/// </remarks>
public static class RecordKind
{
    /// <summary>Ledger and clock of a statement for a tenant.</summary>
    public const byte Clock = (byte)'c';

    /// <summary>Element of a DISTINCT set.</summary>
    public const byte Element = (byte)'d';

    /// <summary>End of a table's input, where an operator reads several tables.</summary>
    public const byte EndedTable = (byte)'e';

    /// <summary>How far the inputs of an operator have come.</summary>
    public const byte Inputs = (byte)'u';

    /// <summary>Group of an open window.</summary>
    public const byte Group = (byte)'g';

    /// <summary>Event id that is remembered.</summary>
    public const byte EventId = (byte)'i';

    /// <summary>Name of a client, for dead letters.</summary>
    public const byte ClientName = (byte)'n';

    /// <summary>Name of a file, for dead letters.</summary>
    public const byte SourceName = (byte)'s';

    /// <summary>Name of a tenant, for dead letters.</summary>
    public const byte TenantName = (byte)'t';

    /// <summary>Operator id of the dead-letter writer, which no statement has.</summary>
    public const ulong DeadLetterOperator = ulong.MaxValue;
}
