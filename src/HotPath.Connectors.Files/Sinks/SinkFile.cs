using System;
using System.IO;
using System.Runtime.InteropServices;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>The file of a sink: how it is opened for a new run or to go on, and how it is made durable.</summary>
/// <remarks>Threading: single-threaded.</remarks>
internal sealed class SinkFile
{
    // What fdatasync answers for a device, which has nothing to make durable.
    private const int NotSyncable = 22;

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private bool _isEntryDurable;
    private int _errno = PosixFile.Ok;

    private SinkFile(string path, string name, FileStream stream)
    {
        _path = path;
        Name = name;
        Stream = stream;
        _handle = stream.SafeFileHandle;
    }

    /// <summary>Sink and path, for messages.</summary>
    public string Name { get; }

    /// <summary>Where bytes are written, and read when an earlier run has left some.</summary>
    public FileStream Stream { get; }

    /// <summary>Creates a file, or empties the one there.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="sink">Table, for messages.</param>
    /// <returns>The file; the caller disposes its stream.</returns>
    /// <exception cref="HotPathException">HP2002: a folder is in the way, or the file cannot be written.</exception>
    public static SinkFile Create(string path, string sink) => Open(path, sink, isNew: true);

    /// <summary>Opens the file of an earlier run behind what it has published.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="sink">Table, for messages.</param>
    /// <param name="publishedBytes">What it holds at least. Unit: bytes.</param>
    /// <param name="isDevice">Whether it is a pipe or a device, which holds nothing.</param>
    /// <returns>The file; the caller disposes its stream.</returns>
    /// <exception cref="HotPathException">HP2002: it cannot be opened. HP2005: it holds less. HP2006: what it holds
    /// cannot be made durable.</exception>
    public static SinkFile Resume(string path, string sink, long publishedBytes, out bool isDevice)
    {
        if (publishedBytes > 0 && !File.Exists(path))
        {
            throw TooShort(NameOf(path, sink), "does not exist", publishedBytes);
        }

        SinkFile file = Open(path, sink, isNew: false);
        try
        {
            // What is there is compared with what the page cache shows, where a write that was lost still looks done.
            file.SyncData();
            isDevice = !file.Stream.CanSeek || file._errno == NotSyncable;
            if (!isDevice)
            {
                long lengthBytes = file.Stream.Length;
                if (lengthBytes < publishedBytes)
                {
                    throw TooShort(file.Name, $"holds {lengthBytes} bytes", publishedBytes);
                }

                file.Stream.Position = publishedBytes;
            }

            return file;
        }
        catch
        {
            file.Stream.Dispose();
            throw;
        }
    }

    /// <summary>Makes what was written durable, and once the file's name in its folder.</summary>
    /// <exception cref="HotPathException">HP2006: the device did not take it, now or before.</exception>
    public void Sync()
    {
        SyncData();
        if (!_isEntryDurable && _errno == PosixFile.Ok)
        {
            SyncEntry();
        }
    }

    // What another process writes is neither emptied nor gone on with.
    private static SinkFile Open(string path, string sink, bool isNew)
    {
        if (Directory.Exists(path))
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"sink {sink}: '{path}' is a folder; 'path' must name the one file that the sink writes");
        }

        try
        {
            var stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = isNew ? FileAccess.Write : FileAccess.ReadWrite,
                Share = FileShare.Read,
                BufferSize = 0,
            });
            try
            {
                Claim(path, sink, stream);
                if (isNew && stream.CanSeek && stream.Length > 0)
                {
                    stream.SetLength(0);
                }
            }
            catch
            {
                stream.Dispose();
                throw;
            }

            return new SinkFile(path, NameOf(path, sink), stream);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"sink {sink}: '{path}' cannot be created: folder '{Path.GetDirectoryName(path)}' does not exist; "
                + "create it",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"sink {sink}: '{path}' cannot be created: {error.Message}; check 'path' and its folder",
                error);
        }
    }

    private static void Claim(string path, string sink, FileStream stream)
    {
        if (FileStatus.Of(path)?.Kind == FileKind.Regular && !PosixFile.TryClaim(stream.SafeFileHandle))
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"sink {sink}: '{path}' is being written by another run; stop that one, or give this sink a 'path' of "
                + "its own");
        }
    }

    private static string NameOf(string path, string sink) => $"sink {sink}: '{path}'";

    private static HotPathException TooShort(string name, string found, long publishedBytes) => new(
        ErrorCode.ReplayDiverged,
        $"{name} {found}, but {publishedBytes} bytes of it were published: it was cut, moved or replaced; put it back, "
        + "or start anew with an empty data directory");

    // A failed sync is never tried again: the kernel reports a lost write once, and the next call succeeds over it.
    private void SyncData()
    {
        _errno = _errno == PosixFile.Ok ? PosixFile.SyncData(_handle) : _errno;
        if (_errno is not (PosixFile.Ok or NotSyncable))
        {
            throw SyncFailed(_errno);
        }
    }

    private void SyncEntry()
    {
        string target = File.ResolveLinkTarget(_path, returnFinalTarget: true)?.FullName ?? _path;
        using SafeFileHandle folder = PosixFile.OpenDirectory(Path.GetDirectoryName(target)!, out _errno);
        _errno = _errno == PosixFile.Ok ? PosixFile.SyncEntries(folder) : _errno;
        if (_errno != PosixFile.Ok)
        {
            throw SyncFailed(_errno);
        }

        _isEntryDurable = true;
    }

    private HotPathException SyncFailed(int errno) => new(
        ErrorCode.SyncFailed,
        $"{Name} cannot be made durable: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}); what was written to "
        + "it lately may be lost; mend the device and start again");
}
