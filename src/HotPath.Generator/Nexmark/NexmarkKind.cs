namespace HotPath.Generator.Nexmark;

/// <summary>What an event is about; the numbers are those of <c>event_type</c>.</summary>
public enum NexmarkKind
{
    /// <summary>Somebody who will sell and bid.</summary>
    Person = 0,

    /// <summary>Something for sale.</summary>
    Auction = 1,

    /// <summary>An offer for it.</summary>
    Bid = 2,
}
