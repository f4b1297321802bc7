using System;
using HotPath.Foundation.Errors;

namespace HotPath.Runtime.Durability;

/// <summary>
/// What an agent knows of a full disk: told once when it begins and once when it is over, and tried again only now and
/// then, since each attempt writes what it then has to take back.
/// </summary>
/// <remarks>Threading: single-threaded.</remarks>
/// <param name="onNotice">Told, or <see langword="null"/>.</param>
/// <param name="onChange">Told whether it is full, or <see langword="null"/>.</param>
internal sealed class FullDisk(Action<string>? onNotice, Action<bool>? onChange = null)
{
    private const long PauseNs = 100_000_000;

    private long _fullAtNs;

    /// <summary>Whether the last attempt found no space.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Whether it is full and too early to try again.</summary>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    public bool IsWaiting(long nowNs) => IsFull && nowNs - _fullAtNs < PauseNs;

    /// <summary>An attempt found no space.</summary>
    /// <param name="error">How.</param>
    /// <param name="consequence">What stands still until there is space.</param>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    public void NoteFull(HotPathException error, string consequence, long nowNs)
    {
        _fullAtNs = nowNs;
        if (!IsFull)
        {
            IsFull = true;
            onNotice?.Invoke($"{error.Message}; {consequence}");
            onChange?.Invoke(true);
        }
    }

    /// <summary>An attempt found space.</summary>
    /// <param name="consequence">What goes on, or <see langword="null"/> to say nothing.</param>
    public void NoteSpace(string? consequence = null)
    {
        if (IsFull)
        {
            IsFull = false;
            if (consequence is not null)
            {
                onNotice?.Invoke(consequence);
            }

            onChange?.Invoke(false);
        }
    }
}
