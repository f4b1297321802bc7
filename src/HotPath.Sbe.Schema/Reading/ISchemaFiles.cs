namespace HotPath.Sbe.Schema.Reading;

/// <summary>Where schemas come from: a disk, the additional files of a compilation, a test's strings.</summary>
public interface ISchemaFiles
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">
    /// Path, with slashes; that of an include is relative to nothing but what the including path is.
    /// </param>
    /// <returns>Its text, or null when there is no such file.</returns>
    /// <exception cref="System.IO.IOException">It is there but cannot be read.</exception>
    string? TryRead(string path);
}
