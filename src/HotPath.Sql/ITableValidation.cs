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
}
