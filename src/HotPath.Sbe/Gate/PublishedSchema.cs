using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Gate;

/// <summary>A schema and where it came from.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Schema">The schema.</param>
public sealed record PublishedSchema(string Path, MessageSchema Schema);
