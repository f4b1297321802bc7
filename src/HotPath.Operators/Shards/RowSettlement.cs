using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Operators.Shards;

/// <summary>Accounts for a row that has been delivered and evaluated.</summary>
/// <param name="statement">Who has evaluated it; nothing else has been run through it since.</param>
/// <param name="table">Table of the row.</param>
/// <param name="frame">Frame of the row.</param>
/// <param name="outcome">What became of it.</param>
/// <param name="failure">Why it failed, if it did.</param>
internal delegate void RowSettlement(
    StatementState statement, TableProgram table, in EventFrame frame, RowOutcome outcome, RejectReason failure);
