using System;

namespace HotPath.Sbe.Schema.Evolution;

/// <summary>Who reads whose octets.</summary>
[Flags]
public enum EvolutionDirections
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>A reader with the new schema reads what the old one wrote: needed to replay and to recover.</summary>
    Backward = 1,

    /// <summary>A reader with the old schema reads what the new one writes: needed while both are in flight.</summary>
    Forward = 2,

    /// <summary>Both: needed for a rolling upgrade.</summary>
    Full = 3,
}
