namespace HotPath.Daemon.Doctor;

/// <summary>What a finding means.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok = 0,

    /// <summary>Cannot be seen on this machine.</summary>
    Unknown = 1,

    /// <summary>Works, and could be faster or steadier.</summary>
    Advice = 2,

    /// <summary>Breaks a promise: durability, or the process itself.</summary>
    Problem = 3,
}
