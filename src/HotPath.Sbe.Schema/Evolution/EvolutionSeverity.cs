namespace HotPath.Sbe.Schema.Evolution;

/// <summary>What a change does to those who still have the other version.</summary>
public enum EvolutionSeverity
{
    /// <summary>Nothing; said so that a reader of the report knows it was seen.</summary>
    Compatible = 0,

    /// <summary>Octets are read right, but something has to be known or done.</summary>
    Warning = 1,

    /// <summary>Octets are read wrong, or not at all.</summary>
    Breaking = 2,
}
