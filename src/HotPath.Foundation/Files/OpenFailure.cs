using System;
using System.IO;

namespace HotPath.Foundation.Files;

/// <summary>
/// Says why a file could not be opened: the system calls it a matter of rights when a folder is there.
/// </summary>
public static class OpenFailure
{
    /// <summary>Cause and remedy.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="failure">What opening it threw.</param>
    /// <param name="remedy">What to do, unless a folder is there.</param>
    /// <param name="remedyAtFolder">What to do if one is.</param>
    /// <returns>Both, the one behind the other.</returns>
    public static string Text(string path, Exception failure, string remedy, string remedyAtFolder)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Directory.Exists(path)
            ? $"it is a folder; {remedyAtFolder}"
            : $"{failure.Message.TrimEnd('.')}; {remedy}";
    }
}
