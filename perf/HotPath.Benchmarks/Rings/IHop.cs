using System;

namespace HotPath.Benchmarks.Rings;

/// <summary>
/// A way from one thread to another for messages of 64 bytes. Producer and consumer are written for each by itself, so
/// that no call stands between.
/// </summary>
internal interface IHop : IDisposable
{
    /// <summary>Sends all; message i is filled with i. Runs on the producer's thread.</summary>
    /// <param name="messages">How many.</param>
    void Produce(long messages);

    /// <summary>Receives all. Runs on the consumer's thread.</summary>
    /// <param name="messages">How many.</param>
    /// <returns>Sum of the first and last words of all messages.</returns>
    long Consume(long messages);
}
