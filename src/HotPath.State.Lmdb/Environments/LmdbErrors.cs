using System;
using System.IO;
using System.Runtime.InteropServices;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;
using LightningDB;

namespace HotPath.State.Lmdb.Environments;

/// <summary>What LMDB answers, in our numbers. Its names for system errors mislead: 5 is EIO, 28 is ENOSPC.</summary>
internal static class LmdbErrors
{
    /// <summary>Throws unless a call succeeded.</summary>
    /// <param name="code">Its answer.</param>
    /// <param name="what">What was being done.</param>
    /// <param name="path">Directory of the environment.</param>
    public static void Check(MDBResultCode code, string what, string path)
    {
        if (code != MDBResultCode.Success)
        {
            throw Of(code, what, path);
        }
    }

    /// <summary>The error of a call other than a commit.</summary>
    /// <param name="code">Its answer.</param>
    /// <param name="what">What was being done.</param>
    /// <param name="path">Directory of the environment.</param>
    /// <returns>HP2001, HP2002, HP2006, HP2007 or HP2008.</returns>
    public static HotPathException Of(MDBResultCode code, string what, string path)
    {
        (ErrorCode number, string remedy) = (int)code switch
        {
            PosixFile.NoSpace or PosixFile.QuotaExceeded => (ErrorCode.DiskFull, "free space on its volume"),
            (int)MDBResultCode.Panic => (ErrorCode.SyncFailed, "an earlier write of its root failed; restart"),
            (int)MDBResultCode.ReadersFull =>
                (ErrorCode.ConfigurationInvalid, "too many readers; close some or allow more"),
            (int)MDBResultCode.MapFull or (int)MDBResultCode.TxnFull =>
                (ErrorCode.DiskFull, "it is larger than its map; raise the limit of the map"),
            PosixFile.NoEntry => (ErrorCode.InputUnreadable, "name a directory that holds state"),
            (int)MDBResultCode.InvalidData => (ErrorCode.InputUnreadable, "grant the rights to its files"),
            < -30000 => (ErrorCode.StateCorrupt, "use a kept snapshot or another copy"),
            _ => (ErrorCode.OutputUnwritable, "see the volume's state"),
        };
        return new HotPathException(number, $"{path}: {what}: {Text(code)}; {remedy}");
    }

    /// <summary>The error of a commit.</summary>
    /// <remarks>
    /// LMDB 0.9 calls a short write, which is what a full disk gives, EIO as well as a failed fdatasync. Free space
    /// tells them apart. To take a failed sync for a full disk would be harmless: pages of a failed transaction are
    /// written anew before a root names them, and a root whose write failed stops the environment (MDB_PANIC).
    /// </remarks>
    /// <param name="code">Its answer.</param>
    /// <param name="path">Directory of the environment.</param>
    /// <param name="neededBytes">What the transaction was about to write at least. Unit: bytes.</param>
    /// <returns>HP2007 or HP2006.</returns>
    public static HotPathException OfCommit(MDBResultCode code, string path, long neededBytes)
    {
        int number = (int)code;
        bool isFull = number is PosixFile.NoSpace or PosixFile.QuotaExceeded
            || (number == PosixFile.IoError && FreeBytes(path) < neededBytes);
        return isFull
            ? Of((MDBResultCode)PosixFile.NoSpace, "the checkpoint was not written, the state is the one before", path)
            : new HotPathException(
                ErrorCode.SyncFailed,
                $"{path}: the checkpoint could not be made durable: {Text(code)}; what the disk holds is unknown: "
                + "check the device, then start again");
    }

    private static long FreeBytes(string path)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return long.MaxValue;
        }
    }

    private static string Text(MDBResultCode code) =>
        Marshal.PtrToStringUTF8(LightningDB.Native.Lmdb.mdb_strerror((int)code)) ?? $"error {(int)code}";
}
