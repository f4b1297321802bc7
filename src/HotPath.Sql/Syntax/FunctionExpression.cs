using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>
/// A function or aggregate call. Calls with keywords inside are normalised to plain arguments, units to string
/// literals: EXTRACT(u FROM x) is EXTRACT('U', x); FLOOR(x TO u) is FLOOR(x, 'U'); TIMESTAMPDIFF(u, a, b) and
/// TIMESTAMPADD(u, n, a) have 'U' first; POSITION(a IN b) is POSITION(a, b); TRIM([BOTH|LEADING|TRAILING] [c] FROM x)
/// is TRIM('BOTH', c, x); SUBSTRING(x FROM a FOR b) is SUBSTRING(x, a, b). Names are upper case. Niladic names
/// (CURRENT_TIMESTAMP, LOCALTIMESTAMP, ...) are calls without arguments.
/// </summary>
/// <param name="Place">Where the name starts.</param>
/// <param name="Name">Upper-case name.</param>
/// <param name="Arguments">Arguments; COUNT(*) has one <see cref="StarExpression"/>.</param>
/// <param name="IsDistinct">Whether DISTINCT was written.</param>
/// <param name="Filter">Condition of FILTER (WHERE ...), if any.</param>
public sealed record FunctionExpression(
    SourcePlace Place,
    string Name,
    IReadOnlyList<SqlExpression> Arguments,
    bool IsDistinct = false,
    SqlExpression? Filter = null) : SqlExpression(Place);
