namespace HotPath.Sbe.Schema.Model;

/// <summary>A message; its number is the template id of the header.</summary>
public sealed record Message : Block;
