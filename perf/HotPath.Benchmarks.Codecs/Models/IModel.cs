namespace HotPath.Benchmarks.Codecs.Models;

/// <summary>A message as plain objects: what serializers of objects read and write.</summary>
public interface IModel
{
    /// <summary>All its values added up, so that a reader has to read them all.</summary>
    /// <returns>The sum, wrapped around.</returns>
    long Sum();
}
