namespace HotPath.Foundation.Errors;

/// <summary>Who has to act on an error.</summary>
public enum FaultDomain
{
    /// <summary>The user: a script, an option or a value is wrong.</summary>
    Caller = 0,

    /// <summary>The surroundings: a file, a disk, the machine.</summary>
    External = 1,

    /// <summary>HotPath itself: a broken invariant.</summary>
    Internal = 2,
}
