using System;
using HotPath.Benchmarks.Codecs.Models;
using MessagePack;

namespace HotPath.Benchmarks.Codecs.Peers;

/// <summary>A message as plain objects with <c>MessagePack</c>.</summary>
/// <typeparam name="TSource">What is written.</typeparam>
/// <typeparam name="TModel">Its plain objects.</typeparam>
public readonly struct MessagePackCodec<TSource, TModel> : IMessageCodec<TSource>
    where TSource : IMessageSource<TModel>
    where TModel : class, IModel
{
    /// <inheritdoc/>
    public int Encode(TSource source, FixedBuffer to)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(to);
        to.Clear();
        MessagePackSerializer.Serialize(to, source.Model);
        return to.WrittenBytes;
    }

    /// <inheritdoc/>
    public long Sum(byte[] frame) => MessagePackSerializer.Deserialize<TModel>(frame).Sum();
}
