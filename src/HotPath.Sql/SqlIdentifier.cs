using System;
using System.Linq;
using HotPath.Sql.Parsing;

namespace HotPath.Sql;

/// <summary>Names as a script must write them.</summary>
public static class SqlIdentifier
{
    /// <summary>Writes a name.</summary>
    /// <param name="name">Any name.</param>
    /// <returns>The name; in backticks if it is a reserved word or no plain identifier.</returns>
    public static string Quote(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool isPlain = name.Length > 0 && !char.IsAsciiDigit(name[0])
            && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')
            && !ReservedWords.IsReserved(name.ToUpperInvariant());
        return isPlain ? name : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
    }
}
