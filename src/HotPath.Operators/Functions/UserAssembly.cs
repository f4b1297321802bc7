using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;

namespace HotPath.Operators.Functions;

/// <summary>A user's assembly with functions, loaded and checked as a whole.</summary>
/// <remarks>
/// What is hashed is what is loaded: the file is read once. The same bytes are loaded once in a process. Threading:
/// immutable.
/// </remarks>
public sealed class UserAssembly
{
    private const long LengthMaxBytes = 64 << 20;

    private static readonly ConcurrentDictionary<string, Assembly> Loaded = new(StringComparer.Ordinal);

    private UserAssembly(string path, string sha256)
    {
        Path = path;
        Sha256 = sha256;
    }

    /// <summary>Where it was read.</summary>
    public string Path { get; }

    /// <summary>Hash of the file, lower-case hexadecimal: results stand on it.</summary>
    public string Sha256 { get; }

    /// <summary>Its scalar functions.</summary>
    public IReadOnlyList<ScalarFunction> Scalars { get; private set; } = [];

    /// <summary>Its aggregates.</summary>
    public IReadOnlyList<CustomAggregate> Aggregates { get; private set; } = [];

    /// <summary>Loads an assembly.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="problems">What is wrong, a sentence each with what to do; empty for a good one.</param>
    /// <returns>The assembly, or <see langword="null"/> with problems.</returns>
    public static UserAssembly? Load(string path, out IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(path);
        problems = [];
        if (Read(path, out string problem) is not { } bytes)
        {
            problems = [$"assembly '{path}' {problem}"];
            return null;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var assembly = new UserAssembly(path, hash);
        try
        {
            // One that is loaded twice at a time is the same to whoever loads it.
            Assembly loaded = Loaded.GetOrAdd(
                hash, _ => new UserAssemblyContext().LoadFromStream(new MemoryStream(bytes)));
            string[] foreign = [.. ForeignTo(loaded)];
            var reader = new FunctionReader(assembly);
            problems = foreign.Length > 0
                ? [$"assembly '{path}' needs {string.Join(", ", foreign)}; it may use .NET's own libraries and "
                    + "HotPath.Functions only, so that its hash says everything: compile that code into it"]
                : reader.Read(loaded);
            assembly.Scalars = reader.Scalars;
            assembly.Aggregates = reader.Aggregates;
        }
        catch (BadImageFormatException)
        {
            problems = [$"assembly '{path}' is none that .NET 10 can load; build a class library for net10.0"];
        }
        catch (Exception e) when (e is FileLoadException or FileNotFoundException or TypeLoadException
            or ReflectionTypeLoadException)
        {
            problems = [$"assembly '{path}' cannot be loaded: {e.Message}; build it against the HotPath.Functions of "
                + "this hotpath"];
        }

        return problems.Count == 0 ? assembly : null;
    }

    private static byte[]? Read(string path, out string problem)
    {
        problem = string.Empty;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length <= LengthMaxBytes)
            {
                return File.ReadAllBytes(path);
            }

            problem = Directory.Exists(path)
                ? "is a folder; name the .dll in it"
                : file.Exists
                    ? $"has {file.Length} bytes, more than {LengthMaxBytes}; is it an assembly?"
                    : "does not exist; build it, or correct the path";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = $"cannot be read ({e.Message}); check the path";
        }

        return null;
    }

    // What would be loaded beside it has no hash.
    private static IEnumerable<string> ForeignTo(Assembly assembly) =>
        from name in assembly.GetReferencedAssemblies().Select(static reference => reference.Name!)
        let isOwn = name == typeof(HotPath.Functions.ScalarFunctionAttribute).Assembly.GetName().Name
        let isDotNet = name is "mscorlib" or "netstandard" or "System"
            || name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal)
        where !isOwn && !isDotNet
        select name;
}
