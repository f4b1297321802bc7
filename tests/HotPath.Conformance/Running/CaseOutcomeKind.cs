namespace HotPath.Conformance.Running;

/// <summary>How a case ended.</summary>
public enum CaseOutcomeKind
{
    /// <summary>Every prescribed level holds.</summary>
    Passed = 0,

    /// <summary>A level does not hold, or the engine refused or broke off what it should run.</summary>
    Failed = 1,

    /// <summary>The script uses something that is not in the dialect yet, refused by name.</summary>
    Unsupported = 2,
}
