using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Generator;

/// <summary>A schema file with the texts that reading it may need; equal to another by what it says.</summary>
/// <param name="Path">The file.</param>
/// <param name="CodeNamespace">Namespace of its code; null for that of its package.</param>
/// <param name="Files">Its own text and, when it includes others, theirs.</param>
internal sealed record SchemaSource(string Path, string? CodeNamespace, ModelList<SchemaFile> Files);
