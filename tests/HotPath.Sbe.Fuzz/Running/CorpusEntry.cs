namespace HotPath.Sbe.Fuzz.Running;

/// <summary>A kept input with what it showed.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="Reason">Why it is refused, or <c>None</c>.</param>
/// <param name="Subject">What it is about, such as the message.</param>
/// <param name="Input">Its octets.</param>
internal sealed record CorpusEntry(string Target, string Reason, string Subject, byte[] Input);
