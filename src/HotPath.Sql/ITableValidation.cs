using System.Collections.Generic;
using HotPath.Dataflow.Plans;

namespace HotPath.Sql;

/// <summary>
/// Checks the WITH options of tables while a script is compiled, so that their problems come out with the script's
/// other errors.
/// </summary>
public interface ITableValidation
{
    /// <summary>Problems of a table that is read.</summary>
    /// <param name="table">The table.</param>
    /// <returns>
    /// One sentence a problem, each naming key, value and remedy; empty for a good table. One that starts with
    /// <c>option 'key'</c> is shown at that option of the script.
    /// </returns>
    IReadOnlyList<string> Validate(TableDefinition table);

    /// <summary>Problems of a table that is written.</summary>
    /// <param name="sink">The table.</param>
    /// <returns>One sentence a problem, as above; empty for a good table.</returns>
    IReadOnlyList<string> Validate(SinkDefinition sink);

    /// <summary>Identity of the codec that a table's messages are read and written by: the plan stands on it.</summary>
    /// <param name="table">A table without problems.</param>
    /// <returns>A hash of everything that says how a message becomes a row; null for a table without a codec.</returns>
    string? Codec(TableDefinition table);

    /// <summary>Whether a table that is written takes changes of rows, and not only new rows.</summary>
    /// <param name="sink">The table.</param>
    /// <returns>Whether it does; also when its options are wrong.</returns>
    bool TakesUpdates(SinkDefinition sink);
}
