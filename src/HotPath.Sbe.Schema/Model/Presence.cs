namespace HotPath.Sbe.Schema.Model;

/// <summary>Whether a value is always there.</summary>
public enum Presence
{
    /// <summary>Always there.</summary>
    Required = 0,

    /// <summary>May be its null value, which then means that there is none.</summary>
    Optional = 1,

    /// <summary>Given by the schema; takes no room on the wire.</summary>
    Constant = 2,
}
