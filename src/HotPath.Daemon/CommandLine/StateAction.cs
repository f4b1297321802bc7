namespace HotPath.Daemon.CommandLine;

/// <summary>What <c>hotpath state</c> shows.</summary>
internal enum StateAction
{
    /// <summary>Operators and tenants with counts and bytes.</summary>
    List = 0,

    /// <summary>One value.</summary>
    Get,

    /// <summary>Every record.</summary>
    Dump,

    /// <summary>Records that two positions do not share.</summary>
    Diff,
}
