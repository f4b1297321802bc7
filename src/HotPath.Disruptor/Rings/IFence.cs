namespace HotPath.Disruptor.Rings;

/// <summary>A fence as a type, so that a litmus test can leave it out and see the failure it prevents.</summary>
internal interface IFence
{
    /// <summary>No read behind it is done before every write ahead of it is visible.</summary>
    static abstract void Full();
}
