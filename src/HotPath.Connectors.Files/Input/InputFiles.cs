using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Foundation.Errors;

namespace HotPath.Connectors.Files.Input;

/// <summary>Finds and opens what a table's 'path' names.</summary>
internal static class InputFiles
{
    /// <summary>The path that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Files of a path: the file itself, or those of a folder in ordinal order of their names.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="table">Table, for messages.</param>
    /// <returns>At least one.</returns>
    /// <exception cref="HotPathException">HP2001: missing, unreadable, or a folder without files.</exception>
    public static IReadOnlyList<string> Expand(string path, string table)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path)
                ? [path]
                : throw Unreadable(path, table, "it does not exist; check 'path'", inner: null);
        }

        try
        {
            string[] files =
            [
                .. Directory.EnumerateFiles(path)
                    .Where(static file => Path.GetFileName(file)[0] is not ('.' or '_'))
                    .Order(StringComparer.Ordinal),
            ];
            return files.Length > 0
                ? files
                : throw Unreadable(
                    path,
                    table,
                    "the folder holds no file (names that start with '.' or '_' do not count)",
                    inner: null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, table, error.Message, error);
        }
    }

    /// <summary>Opens a file; one named <c>*.gz</c> is unpacked on the way.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="table">Table, for messages.</param>
    /// <returns>The input; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP2001: unreadable.</exception>
    public static ByteInput Open(string path, string table)
    {
        try
        {
            var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.SequentialScan,
            });
            return path.EndsWith(".gz", StringComparison.Ordinal)
                ? new GzipInput(path, file)
                : new StreamInput(path, file, isOwned: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, table, error.Message, error);
        }
    }

    private static HotPathException Unreadable(string path, string table, string why, Exception? inner) =>
        new(ErrorCode.InputUnreadable, $"table {table}: input '{path}' cannot be read: {why}", inner);
}
