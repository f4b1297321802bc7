using System;
using System.Threading;

namespace HotPath.Foundation.Memory;

/// <summary>
/// Writes the changed pages of a spill file ahead, round and round, so that memory can be had from it at once: in a
/// cgroup (version 1) the kernel itself begins only after half a minute, and who needs a page waits for that.
/// </summary>
/// <remarks>Threading: a thread of its own; any thread disposes, before the file.</remarks>
public sealed class SpillWriter : IDisposable
{
    private const long PartBytes = 4 * 1024 * 1024;
    private const int PauseMs = 50;

    private readonly SpillFile _file;
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;

    /// <summary>Begins; there is nothing to do until the file has blocks.</summary>
    /// <param name="file">Which file.</param>
    public SpillWriter(SpillFile file)
    {
        _file = file;
        _thread = new Thread(Write) { IsBackground = true, Name = "hotpath-spill" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Write()
    {
        long offset = 0;
        while (!_end.Wait(PauseMs))
        {
            offset = _file.WriteOut(offset, PartBytes);
        }
    }
}
