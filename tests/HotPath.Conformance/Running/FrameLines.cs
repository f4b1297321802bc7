using System.Collections.Generic;
using HotPath.Conformance.Levels;

namespace HotPath.Conformance.Running;

/// <summary>Which input line the frame at a position came from: what turns an output's identity into an
/// after_line.</summary>
/// <remarks>Threading: one shard writes; read after the run.</remarks>
public sealed class FrameLines
{
    private readonly Dictionary<long, long> _lines = [];

    /// <summary>Notes a frame.</summary>
    /// <param name="position">Its position. Unit: bytes.</param>
    /// <param name="line">Its line, or <see cref="Change.EndOfInput"/>. Unit: lines.</param>
    public void Add(long position, long line) => _lines.Add(position, line);

    /// <summary>Line of the frame that caused an output.</summary>
    /// <param name="position">Position of the output's identity. Unit: bytes.</param>
    /// <returns>The line, or 0 for a position at which no event lies: an error of the engine that level T
    /// reports.</returns>
    public long LineOf(long position) => _lines.GetValueOrDefault(position);
}
