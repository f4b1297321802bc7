using System;
using System.IO;
using System.Text.Json;
using HotPath.Foundation.Errors;

namespace HotPath.Daemon.Reports;

/// <summary>The file of <c>--report</c>.</summary>
internal static class ReportFile
{
    /// <summary>
    /// Checks before a run that the report can be written after it: hours of work must not end in a typing error.
    /// </summary>
    /// <param name="path">Path as given.</param>
    /// <exception cref="HotPathException">HP2002: it cannot be written.</exception>
    public static void Probe(string path)
    {
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
        $"--report {path}: cannot be written ({failure.Message}); give the path of a file in an existing, writable "
        + $"folder",
        failure);
}
