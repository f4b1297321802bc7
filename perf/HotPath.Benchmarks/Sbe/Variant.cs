using System;
using System.Collections.Generic;
using HotPath.Benchmarks.Codecs;

namespace HotPath.Benchmarks.Sbe;

/// <summary>A way to do the work of a <see cref="Workload"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MessageBytes">Average length of its messages. Unit: bytes.</param>
/// <param name="Check">Does each message once; the sum must be that of every other variant.</param>
/// <param name="Run">Does so many operations; the result only keeps them from being left out.</param>
internal sealed record Variant(string Name, double MessageBytes, Func<long> Check, Func<int, long> Run)
{
    /// <summary>Reads whole messages.</summary>
    public static Variant Decoding<TReader>(string name, TReader reader, byte[][] frames)
        where TReader : struct, IMessageReader => new(
            name, Average(frames), () => Decode(reader, frames, frames.Length), count => Decode(reader, frames, count));

    /// <summary>Writes messages; checked by reading them.</summary>
    public static Variant Encoding<TCodec, TSource>(string name, TCodec codec, TSource[] sources)
        where TCodec : struct, IMessageCodec<TSource>
    {
        var buffer = new FixedBuffer(1 << 20);
        byte[][] frames = Frames(codec, sources);
        return new(
            name, Average(frames), () => Decode(codec, frames, frames.Length), count => Encode(codec, sources, buffer, count));
    }

    /// <summary>Reads one field of a message.</summary>
    public static Variant Seeking<TReader>(string name, TReader reader, byte[][] frames)
        where TReader : struct, IOrderReader => new(
            name, Average(frames), () => Seek(reader, frames, frames.Length), count => Seek(reader, frames, count));

    /// <summary>Walks the entries of a group.</summary>
    public static Variant Walking<TReader>(string name, TReader reader, byte[][] frames)
        where TReader : struct, IOrderReader => new(
            name, Average(frames), () => Walk(reader, frames, frames.Length), count => Walk(reader, frames, count));

    /// <summary>Messages as a codec writes them.</summary>
    public static byte[][] Frames<TCodec, TSource>(TCodec codec, TSource[] sources)
        where TCodec : struct, IMessageCodec<TSource>
    {
        var buffer = new FixedBuffer(1 << 20);
        return Array.ConvertAll(sources, source => buffer.Octets[..codec.Encode(source, buffer)]);
    }

    private static double Average(IReadOnlyCollection<byte[]> frames)
    {
        double sum = 0;
        foreach (byte[] frame in frames)
        {
            sum += frame.Length;
        }

        return sum / frames.Count;
    }

    private static long Decode<TReader>(TReader reader, byte[][] frames, int count)
        where TReader : struct, IMessageReader
    {
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += reader.Sum(frames[i % Workload.Messages]);
        }

        return sum;
    }

    private static long Encode<TCodec, TSource>(TCodec codec, TSource[] sources, FixedBuffer buffer, int count)
        where TCodec : struct, IMessageCodec<TSource>
    {
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += codec.Encode(sources[i % Workload.Messages], buffer);
        }

        return sum;
    }

    private static long Seek<TReader>(TReader reader, byte[][] frames, int count)
        where TReader : struct, IOrderReader
    {
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += reader.Total(frames[i % Workload.Messages]);
        }

        return sum;
    }

    private static long Walk<TReader>(TReader reader, byte[][] frames, int count)
        where TReader : struct, IOrderReader
    {
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += reader.Quantity(frames[i % Workload.Messages]);
        }

        return sum;
    }
}
