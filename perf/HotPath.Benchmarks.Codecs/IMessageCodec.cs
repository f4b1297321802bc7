namespace HotPath.Benchmarks.Codecs;

/// <summary>A way to write and read a message.</summary>
/// <typeparam name="TSource">What it writes.</typeparam>
public interface IMessageCodec<in TSource> : IMessageReader
{
    /// <summary>Writes a message at the begin of a buffer.</summary>
    /// <param name="source">Values.</param>
    /// <param name="to">Gets it.</param>
    /// <returns>Its length. Unit: bytes.</returns>
    int Encode(TSource source, FixedBuffer to);
}
