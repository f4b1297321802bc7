using System;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Checkpoints;

/// <summary>
/// What all tables of one shard share about checkpoints: the number of the current one, the old images saved for it,
/// and the keys removed.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class CheckpointPass : IDisposable
{
    /// <summary>Number of the checkpoint that a shard starts from.</summary>
    public const int Restored = 1;

    private readonly StateBatch _images;
    private int _nextImage;
    private long _drainedBytes;

    public CheckpointPass(NativeHeap heap, StateLimit? limit, bool skipsImages)
    {
        Limit = limit;
        _images = new StateBatch(heap);
        Removed = new RemovedKeys(limit?.Spilled ?? heap);
        Scratch = new ScratchArena(heap, initialBytes: 4096);
        SkipsImages = skipsImages;
    }

    /// <summary>Number of the checkpoint that runs or ran last.</summary>
    public int Number { get; private set; } = Restored;

    public bool IsRunning { get; private set; }

    /// <summary>Mutation tests only: entries change without their image being saved.</summary>
    public bool SkipsImages { get; }

    /// <summary>Limit of memory; <see langword="null"/> for none.</summary>
    public StateLimit? Limit { get; }

    /// <summary>What tenants hold, for quotas.</summary>
    public TenantUsages Usages { get; } = new();

    public RemovedKeys Removed { get; }

    /// <summary>Where keys are put together; reset by whoever uses it.</summary>
    public ScratchArena Scratch { get; }

    /// <summary>Records as of the checkpoint that wait to be handed over.</summary>
    public StateBatch Images => _images;

    public long PendingImageBytes => _images.Bytes - _drainedBytes;

    public void Begin()
    {
        Number++;
        IsRunning = true;
        Removed.Begin();
    }

    /// <summary>Hands over images, then removals.</summary>
    /// <returns>How many.</returns>
    public int WriteSlice(StateBatch target, int entriesMax)
    {
        int written = 0;
        for (; written < entriesMax && _nextImage < _images.Count; written++)
        {
            StateChange image = _images[_nextImage++];
            target.Put(image.Key, image.Value);
            _drainedBytes += image.Key.Length + image.Value.Length;
        }

        if (_nextImage == _images.Count)
        {
            ClearImages();
        }

        return written + Removed.WriteSlice(target, entriesMax - written);
    }

    public void End(bool committed)
    {
        ClearImages();
        Removed.End(committed, Number);
        IsRunning = false;
    }

    public void Dispose()
    {
        _images.Dispose();
        Removed.Dispose();
        Scratch.Dispose();
        Limit?.Dispose();
    }

    private void ClearImages()
    {
        _images.Clear();
        _nextImage = 0;
        _drainedBytes = 0;
    }
}
