using System;
using System.IO;

namespace HotPath.Daemon.Terminals;

/// <summary>Standard output takes nothing more, and not because its reader has gone: a full disk, or it is closed.
/// </summary>
internal sealed class StandardOutputException : IOException
{
    /// <summary>A failed write.</summary>
    /// <param name="inner">What the system said.</param>
    public StandardOutputException(Exception inner)
        : base(inner.GetBaseException().Message, inner)
    {
    }
}
