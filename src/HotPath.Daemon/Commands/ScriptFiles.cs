using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using HotPath.Foundation.Errors;
using HotPath.Sql.Syntax;

namespace HotPath.Daemon.Commands;

/// <summary>Reads the scripts of a session.</summary>
internal static class ScriptFiles
{
    private const long LengthMaxBytes = 16 << 20;

    /// <summary>Reads all scripts, in order.</summary>
    /// <param name="paths">As given.</param>
    /// <returns>Their texts.</returns>
    /// <exception cref="HotPathException">HP1001: a script is missing, unreadable, too long or not UTF-8.</exception>
    public static IReadOnlyList<ScriptText> Read(IReadOnlyList<string> paths)
    {
        var scripts = new List<ScriptText>(paths.Count);
        foreach (string path in paths)
        {
            scripts.Add(new ScriptText(path, ReadOne(path)));
        }

        return scripts;
    }

    private static string ReadOne(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw Invalid(path, "is a folder; name the .sql file in it", null);
            }

            var file = new FileInfo(path);
            if (file.Exists && file.Length > LengthMaxBytes)
            {
                throw Invalid(
                    path, $"has {file.Length} bytes, more than the {LengthMaxBytes} a script may have; is it a data "
                        + $"file?", null);
            }

            string text = File.ReadAllText(
                path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return text;
        }
        catch (DecoderFallbackException failure)
        {
            throw Invalid(path, "is not UTF-8 text; convert it", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            string reason = failure is FileNotFoundException or DirectoryNotFoundException
                ? "does not exist"
                : failure.Message;
            throw Invalid(path, $"cannot be read ({reason}); check the path", failure);
        }
    }

    private static HotPathException Invalid(string path, string rule, Exception? inner) =>
        new(ErrorCode.ConfigurationInvalid, $"script {path}: {rule}", inner);
}
