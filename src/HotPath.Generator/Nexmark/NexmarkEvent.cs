namespace HotPath.Generator.Nexmark;

/// <summary>An event; reused for the next one. Which members count depends on the kind.</summary>
internal sealed class NexmarkEvent
{
    /// <summary>What it is about.</summary>
    public NexmarkKind Kind { get; set; }

    /// <summary>Unit: ms since the Unix epoch.</summary>
    public long TimeMs { get; set; }

    /// <summary>Person, auction, or the auction that is bid for.</summary>
    public long Id { get; set; }

    /// <summary>Seller or bidder.</summary>
    public long Person { get; set; }

    /// <summary>First bid, or the bid. Unit: cents.</summary>
    public long Price { get; set; }

    /// <summary>Price below which the seller keeps it. Unit: cents.</summary>
    public long Reserve { get; set; }

    /// <summary>End of the auction. Unit: ms since the Unix epoch.</summary>
    public long ExpiresMs { get; set; }

    /// <summary>Category of the auction.</summary>
    public long Category { get; set; }

    /// <summary>Name of person or item; channel of a bid.</summary>
    public NexmarkText Name { get; } = new();

    /// <summary>Address, description, or URL.</summary>
    public NexmarkText Text { get; } = new();

    /// <summary>Credit card of a person.</summary>
    public NexmarkText CreditCard { get; } = new();

    /// <summary>City of a person.</summary>
    public string City { get; set; } = string.Empty;

    /// <summary>State of a person.</summary>
    public string State { get; set; } = string.Empty;

    /// <summary>Characters without meaning.</summary>
    public NexmarkText Extra { get; } = new();
}
