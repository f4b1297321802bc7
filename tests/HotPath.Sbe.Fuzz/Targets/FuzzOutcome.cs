namespace HotPath.Sbe.Fuzz.Targets;

/// <summary>What a target made of an input.</summary>
/// <param name="Reason">Name of the reason of a refusal, or what was accepted.</param>
/// <param name="Subject">What it is about, such as the message; null when there is nothing.</param>
/// <param name="AllocatedBytes">What refusing it allocated. Unit: bytes.</param>
internal readonly record struct FuzzOutcome(string Reason, string? Subject, long AllocatedBytes = 0);
