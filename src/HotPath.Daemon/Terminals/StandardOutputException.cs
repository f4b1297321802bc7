using System;
using System.IO;

namespace HotPath.Daemon.Terminals;

/// <summary>
/// Standard output, or standard error as a sink, takes nothing more, and not because its reader has gone: a full disk,
/// or it is closed.
/// </summary>
internal sealed class StandardOutputException : IOException
{
    /// <summary>A failed write.</summary>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="inner">What the system said.</param>
    public StandardOutputException(string stream, Exception inner)
        : base(inner.GetBaseException().Message, inner) => StreamName = stream;

    /// <summary>Name of the stream.</summary>
    public string StreamName { get; }
}
