using System.Text.Json.Serialization;

namespace HotPath.Daemon.Doctor;

/// <summary>What a finding means; in JSON by the words of the text.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok = 0,

    /// <summary>Cannot be seen on this machine.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown = 1,

    /// <summary>Works, and could be faster or steadier.</summary>
    [JsonStringEnumMemberName("advice")]
    Advice = 2,

    /// <summary>Breaks a promise: durability, or the process itself.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem = 3,
}
