namespace HotPath.Disruptor.Processing;

/// <summary>What a consumer does with frames. As a struct it costs no indirect call.</summary>
public interface IFrameHandler
{
    /// <summary>Takes the next frame; it stays where it is until all consumers are past it.</summary>
    /// <param name="frame">Where it lies.</param>
    /// <param name="position">Its position. Unit: bytes.</param>
    /// <param name="isEndOfBatch">Whether no further frame was there when the batch began: the time to flush.</param>
    void OnFrame(nint frame, long position, bool isEndOfBatch);
}
