using System;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.Generator.Rows;

namespace HotPath.Connectors.Files.Datagen;

/// <summary>Where the answers to the events of a table go.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Path">The folder, as it was given.</param>
/// <param name="FullPath">The folder.</param>
internal sealed record DatagenAnswers(string Table, string Path, string FullPath)
{
    /// <summary>Makes the folder, empty.</summary>
    /// <exception cref="HotPathException">HP1001: it holds something else. HP2002: it cannot be made.</exception>
    public void Prepare() => Guarded(() =>
    {
        if (AnswerFolder.Foreign(FullPath) is { } foreign)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"{Place}: holds '{foreign}', which is no answer; name an empty or a new folder; nothing was written");
        }

        AnswerFolder.Clear(FullPath);
        Directory.CreateDirectory(FullPath);
    });

    /// <summary>Writes the answers.</summary>
    /// <param name="rows">All events that the table was given.</param>
    /// <exception cref="HotPathException">HP2002: they cannot be written.</exception>
    public void Write(ShopRows rows) => Guarded(() => rows.WriteAnswers(FullPath));

    private string Place => $"table {Table}: option '{EventDatagenOptions.AnswersKey}' = '{Path}'";

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"{Place}: cannot be written: {error.Message.TrimEnd('.')}; name another folder, or free space, and "
                + "run again",
                error);
        }
    }
}
