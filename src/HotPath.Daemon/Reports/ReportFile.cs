using System;
using System.IO;
using System.Text.Json;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;

namespace HotPath.Daemon.Reports;

/// <summary>The file of <c>--report</c>.</summary>
internal static class ReportFile
{
    /// <summary>The option that names it.</summary>
    public const string OptionName = "--report";

    /// <summary>
    /// Checks before a run that the report can be written after it: hours of work must not end in a typing error.
    /// </summary>
    /// <param name="path">Path as given, or <see langword="null"/> when no report is wanted.</param>
    /// <exception cref="HotPathException">HP2002: it cannot be written.</exception>
    public static void Probe(string? path)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            using FileStream file = File.Open(path, FileMode.OpenOrCreate, FileAccess.Write);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unwritable(path, failure);
        }
    }

    /// <summary>
    /// Writes the report. In place, not by renaming: the path may be a device or a pipe, which must stay what it is.
    /// </summary>
    /// <param name="path">Path as given.</param>
    /// <param name="report">Figures.</param>
    /// <exception cref="HotPathException">HP2002: it cannot be written.</exception>
    public static void Write(string path, RunReport report)
    {
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(report, ReportJson.Default.RunReport) + "\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unwritable(path, failure);
        }
    }

    private static HotPathException Unwritable(string path, Exception failure) => new(
        ErrorCode.OutputUnwritable,
        failure is DirectoryNotFoundException
            ? $"{OptionName} {path}: folder '{Path.GetDirectoryName(Path.GetFullPath(path))}' does not exist; create it"
            : $"{OptionName} {path}: cannot be written: " + OpenFailure.Text(
                path, failure, "give the path of a file in a writable folder", "give the path of a file in it"),
        failure);
}
