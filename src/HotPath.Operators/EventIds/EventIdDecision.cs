namespace HotPath.Operators.EventIds;

/// <summary>What an event is by its id.</summary>
internal enum EventIdDecision
{
    /// <summary>New: its id is remembered from here on.</summary>
    Admitted = 0,

    /// <summary>One with its id was admitted and is still remembered.</summary>
    Copy = 1,

    /// <summary>So old that one with its id may be forgotten.</summary>
    Stale = 2,

    /// <summary>New, but its tenant's ids take all they may.</summary>
    Refused = 3,
}
