namespace HotPath.Benchmarks.Rings;

/// <summary>Where frames lie, without a call through an interface: the type is a struct for each ring.</summary>
internal interface IFrameAddress
{
    /// <summary>Address of a frame.</summary>
    /// <param name="position">Its position. Unit: bytes.</param>
    nint Of(long position);
}
