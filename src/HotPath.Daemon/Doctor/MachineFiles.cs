using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace HotPath.Daemon.Doctor;

/// <summary>What the kernel tells in files, below a root, so that a test may show another machine.</summary>
internal sealed class MachineFiles(string root = "/")
{
    /// <summary>The file, without blanks around it.</summary>
    /// <param name="path">Path below the root, such as <c>proc/swaps</c>.</param>
    /// <returns><see langword="null"/> where there is none, or it cannot be read.</returns>
    public string? Text(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Lines of a file; none where there is none.</summary>
    public IReadOnlyList<string> Lines(string path) =>
        Text(path)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A file that holds one number.</summary>
    public long? Number(string path) =>
        long.TryParse(Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;

    /// <summary>The choice in brackets, as in <c>always [madvise] never</c>.</summary>
    public string? Chosen(string path)
    {
        string? text = Text(path);
        int open = text?.IndexOf('[', StringComparison.Ordinal) ?? -1;
        int close = text?.IndexOf(']', StringComparison.Ordinal) ?? -1;
        return open >= 0 && close > open ? text![(open + 1)..close] : text;
    }

    /// <summary>Names of the folders in a folder; none where there is none.</summary>
    public IReadOnlyList<string> Folders(string path)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(Path.Combine(root, path)).Select(static p => Path.GetFileName(p))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
