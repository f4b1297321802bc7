using HotPath.Benchmarks.Codecs.Models;

namespace HotPath.Benchmarks.Codecs;

/// <summary>A message to be written, in the form that each encoder likes best.</summary>
/// <typeparam name="TModel">Its plain objects.</typeparam>
public interface IMessageSource<out TModel>
    where TModel : class, IModel
{
    /// <summary>As plain objects.</summary>
    TModel Model { get; }
}
