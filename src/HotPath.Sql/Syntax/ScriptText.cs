namespace HotPath.Sql.Syntax;

/// <summary>One script of a session.</summary>
/// <param name="File">File name as given, for messages.</param>
/// <param name="Text">Content, before substitution.</param>
public sealed record ScriptText(string File, string Text);
