namespace HotPath.Sql.Syntax;

/// <summary>A place in a script, for messages.</summary>
/// <param name="File">Script's file name as given, or a name for text without one.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
public readonly record struct SourcePlace(string File, int Line, int Column)
{
    /// <summary>The place as users see it.</summary>
    /// <returns><c>file:line:column</c>.</returns>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
