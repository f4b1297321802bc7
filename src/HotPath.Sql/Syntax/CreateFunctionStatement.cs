namespace HotPath.Sql.Syntax;

/// <summary>
/// CREATE [TEMPORARY [SYSTEM]] FUNCTION name AS 'class' [LANGUAGE ...] [USING JAR '...', ...]. Class, language and jars
/// are Flink's and not kept.
/// </summary>
/// <param name="Place">Where it starts.</param>
/// <param name="NamePlace">Where its name stands.</param>
/// <param name="Name">Function name.</param>
/// <param name="IfNotExists">Whether IF NOT EXISTS was written.</param>
public sealed record CreateFunctionStatement(
    SourcePlace Place, SourcePlace NamePlace, string Name, bool IfNotExists) : SqlStatement(Place);
