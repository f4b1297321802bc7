using System;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.State.Lmdb.Environments;
using HotPath.State.Lmdb.Pages;
using Microsoft.Win32.SafeHandles;

namespace HotPath.State.Lmdb;

/// <summary>
/// Checks the structure of a state file before LMDB maps it: LMDB 0.9 trusts its pages and takes the process down on a
/// damaged one, again at each start, so that no fall back to a snapshot would ever be reached. Contents of values are
/// not looked at; those have hashes.
/// </summary>
/// <remarks>Reads the pages of the trees once. Source: facts.md 7.</remarks>
internal static class StateFileCheck
{
    private const int Databases = 2;
    private const int PageBytesMin = 512;
    private const int PageBytesMax = 32 * 1024;

    /// <summary>Checks the file of an environment that nobody writes.</summary>
    /// <param name="folder">Directory of the environment.</param>
    /// <exception cref="HotPathException">HP2008: it is damaged. HP2001: it cannot be read.</exception>
    public static void Verify(string folder)
    {
        string path = Path.Combine(folder, StateFolder.DataFile);
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            MetaPage meta = NewestMeta(file, path);
            // The file may end before its last page: free pages at its end are never written. The walk finds any page
            // in use that is missing.
            var walk = new TreeWalk(file, path, meta);
            walk.WalkFree(meta.Free);
            walk.WalkMain(meta.Main, Databases);
            walk.RequireAllSeen();
        }
        catch (FileNotFoundException)
        {
            throw Damaged(path, "it does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable, $"{path}: cannot be read ({e.Message.TrimEnd('.')}); see its volume", e);
        }
    }

    // The one LMDB takes: of the later transaction. Transactions write the two pages in turn, from numbers 0 and 0 on,
    // and LMDB finds a transaction's page by its number's last bit; numbers that do not follow one another are damage.
    private static MetaPage NewestMeta(SafeFileHandle file, string path)
    {
        MetaPage first = ReadMeta(file, path, 0, offsetBytes: 0);
        MetaPage second = ReadMeta(file, path, 1, first.Free.PageBytes);
        MetaPage newest = second.Transaction > first.Transaction ? second : first;
        bool isInTurn = first.Transaction % 2 == 0
            && (second.Transaction == first.Transaction + 1
                || second.Transaction + 1 == first.Transaction
                || newest.Transaction == 0);
        bool isSane = first.Free.PageBytes == second.Free.PageBytes && newest.LastPage is > 0 and < int.MaxValue;
        return isSane && isInTurn ? newest : throw Damaged(path, "its root pages");
    }

    private static MetaPage ReadMeta(SafeFileHandle file, string path, ulong number, long offsetBytes)
    {
        Span<byte> bytes = stackalloc byte[MetaPage.LengthBytes];
        bool isWhole = RandomAccess.Read(file, bytes, offsetBytes) == bytes.Length
            & MetaPage.TryRead(bytes, number, out MetaPage meta);
        return isWhole && meta.Free.PageBytes is >= PageBytesMin and <= PageBytesMax
            ? meta
            : throw Damaged(path, $"root page {number}");
    }

    private static HotPathException Damaged(string path, string what) =>
        new(ErrorCode.StateCorrupt, $"{path}: damaged: {what}; use a kept snapshot or another copy");
}
