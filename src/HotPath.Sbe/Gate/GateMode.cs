namespace HotPath.Sbe.Gate;

/// <summary>What a new version must not break.</summary>
public enum GateMode
{
    /// <summary>New readers read what old writers wrote.</summary>
    Backward = 0,

    /// <summary>Old readers read what new writers write.</summary>
    Forward = 1,

    /// <summary>Both ways, the newest version against each older one: a rolling upgrade over stored data.</summary>
    Full = 2,

    /// <summary>Both ways, every version against every other one: readers of all ages side by side.</summary>
    Transitive = 3,
}
