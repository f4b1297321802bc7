using System;

namespace HotPath.Integration.Tests.Support;

/// <summary>The simulated process is no more: thrown out of the call that it died in.</summary>
public sealed class PowerCutException : Exception
{
    /// <summary>A crash.</summary>
    public PowerCutException()
        : base("power cut")
    {
    }
}
