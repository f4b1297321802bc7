namespace HotPath.Benchmarks.Codecs;

/// <summary>A way to read a message. A struct, so that loops over it are compiled for it alone.</summary>
public interface IMessageReader
{
    /// <summary>Checks a message and reads all that it holds.</summary>
    /// <param name="frame">Exactly the message.</param>
    /// <returns>Sum of its values; the least number when it is malformed.</returns>
    long Sum(byte[] frame);
}
