using System;
using HotPath.Benchmarks.Codecs.Models;
using MemoryPack;

namespace HotPath.Benchmarks.Codecs.Peers;

/// <summary>A message as plain objects with <c>MemoryPack</c>.</summary>
/// <typeparam name="TSource">What is written.</typeparam>
/// <typeparam name="TModel">Its plain objects.</typeparam>
public readonly struct MemoryPackCodec<TSource, TModel> : IMessageCodec<TSource>
    where TSource : IMessageSource<TModel>
    where TModel : class, IModel
{
    /// <inheritdoc/>
    public int Encode(TSource source, FixedBuffer to)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(to);
        to.Clear();
        MemoryPackSerializer.Serialize(to, source.Model);
        return to.WrittenBytes;
    }

    /// <inheritdoc/>
    public long Sum(byte[] frame) => MemoryPackSerializer.Deserialize<TModel>(frame)!.Sum();
}
