using System;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HotPath.Benchmarks.Codecs.Models;

namespace HotPath.Benchmarks.Codecs.Peers;

/// <summary>A message as plain objects with <c>System.Text.Json</c>.</summary>
/// <typeparam name="TSource">What is written.</typeparam>
/// <typeparam name="TModel">Its plain objects.</typeparam>
/// <param name="type">Code that the generator of System.Text.Json wrote.</param>
/// <param name="writer">Used again and again.</param>
public readonly struct JsonCodec<TSource, TModel>(JsonTypeInfo<TModel> type, Utf8JsonWriter writer) : IMessageCodec<TSource>
    where TSource : IMessageSource<TModel>
    where TModel : class, IModel
{
    /// <inheritdoc/>
    public int Encode(TSource source, FixedBuffer to)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(to);
        to.Clear();
        writer.Reset(to);
        JsonSerializer.Serialize(writer, source.Model, type);
        return to.WrittenBytes;
    }

    /// <inheritdoc/>
    public long Sum(byte[] frame) => JsonSerializer.Deserialize(frame, type)!.Sum();
}
