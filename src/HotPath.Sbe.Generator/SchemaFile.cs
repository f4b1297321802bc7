namespace HotPath.Sbe.Generator;

/// <summary>One additional file of a compilation.</summary>
/// <param name="Path">Path, with slashes.</param>
/// <param name="Text">What is in it.</param>
/// <param name="IsSchema">Whether code is wanted for it, and it is not only there to be included.</param>
/// <param name="CodeNamespace">Namespace of its code; null for that of its package.</param>
internal sealed record SchemaFile(string Path, string Text, bool IsSchema, string? CodeNamespace);
