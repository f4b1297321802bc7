using System;
using System.Collections.Concurrent;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.State.Lmdb.Layout;
using LightningDB;

namespace HotPath.State.Lmdb.Environments;

/// <summary>An open environment with its two databases: <c>state</c>, the records, and <c>header</c>.</summary>
/// <remarks>
/// Lifetime: at most one for a directory in a process. LMDB's lock is the process's: to close a second one would free
/// the first one's.
/// </remarks>
internal sealed class StateEnvironment : IDisposable
{
    private static readonly ConcurrentDictionary<string, bool> OpenHere = new(StringComparer.Ordinal);

    private readonly LightningEnvironment _environment;
    private readonly string _identity;

    private StateEnvironment(LightningEnvironment environment, string identity)
    {
        _environment = environment;
        _identity = identity;
    }

    /// <summary>Directory of the environment.</summary>
    public string Folder => _environment.Path;

    /// <summary>The records.</summary>
    public LightningDatabase State { get; private set; } = null!;

    /// <summary>The header.</summary>
    public LightningDatabase Header { get; private set; } = null!;

    /// <summary>Address space mapped. Unit: bytes.</summary>
    public long MapBytes => _environment.Info.MapSize;

    /// <summary>Opens what is there, for reading and writing.</summary>
    /// <param name="folder">Directory of the environment.</param>
    /// <param name="options">Limits.</param>
    /// <returns>The environment.</returns>
    public static StateEnvironment OpenToWrite(string folder, LmdbOptions options)
    {
        LockFile.Prepare(folder, options.ReadersMax);
        StateEnvironment environment = Open(folder, options, options.MapBytes, EnvironmentOpenFlags.None);
        _ = environment.ForgetDeadReaders();
        return environment;
    }

    /// <summary>Lets go of what readers held on to whose processes died.</summary>
    /// <returns>Whether there was any.</returns>
    public bool ForgetDeadReaders() => _environment.CheckStaleReaders() > 0;

    /// <summary>Opens for reading beside a writer, who may make the file grow: the largest map is taken at
    /// once.</summary>
    /// <param name="folder">Directory of the environment.</param>
    /// <param name="options">Limits.</param>
    /// <returns>The environment.</returns>
    public static StateEnvironment OpenToRead(string folder, LmdbOptions options) =>
        Open(folder, options, options.MapBytesMax, EnvironmentOpenFlags.ReadOnly);

    /// <summary>Opens a file that nobody writes any more.</summary>
    /// <param name="folder">Directory of the environment.</param>
    /// <param name="options">Limits.</param>
    /// <returns>The environment.</returns>
    public static StateEnvironment OpenSnapshot(string folder, LmdbOptions options) =>
        Open(folder, options, options.MapBytesMax, EnvironmentOpenFlags.ReadOnly | EnvironmentOpenFlags.NoLock);

    /// <summary>Makes an environment whose header says that nothing was committed.</summary>
    /// <param name="folder">An empty directory.</param>
    /// <param name="options">Limits.</param>
    public static void Create(string folder, LmdbOptions options)
    {
        using StateEnvironment environment = OpenFile(folder, options, options.MapBytes, EnvironmentOpenFlags.None);
        using LightningTransaction transaction = environment.Begin(TransactionBeginFlags.None);
        environment.OpenDatabases(transaction, DatabaseOpenFlags.Create);
        LmdbErrors.Check(
            environment.PutHeader(transaction, new StoreHeader(-1, 0, 0)), "cannot write its header", folder);
        MDBResultCode code = transaction.Commit();
        if (code != MDBResultCode.Success)
        {
            throw LmdbErrors.OfCommit(code, folder, LmdbCheckpointStore.LeastCommitBytes);
        }
    }

    /// <summary>Begins a transaction.</summary>
    /// <param name="flags">Whether it only reads.</param>
    /// <returns>The transaction.</returns>
    public LightningTransaction Begin(TransactionBeginFlags flags)
    {
        try
        {
            return _environment.BeginTransaction(flags);
        }
        catch (LightningException e)
        {
            throw LmdbErrors.Of((MDBResultCode)e.StatusCode, "cannot begin a transaction", Folder);
        }
    }

    /// <summary>The header as of a transaction.</summary>
    /// <param name="transaction">Transaction.</param>
    /// <returns>The header.</returns>
    public StoreHeader ReadHeader(LightningTransaction transaction)
    {
        (MDBResultCode code, _, MDBValue value) = transaction.Get(Header, StoreHeader.Key);
        return StoreHeader.Read(code == MDBResultCode.Success ? value.AsSpan() : default, Folder);
    }

    /// <summary>Replaces the header.</summary>
    /// <param name="transaction">A writing transaction.</param>
    /// <param name="header">The new one.</param>
    /// <returns>LMDB's answer.</returns>
    public MDBResultCode PutHeader(LightningTransaction transaction, StoreHeader header)
    {
        Span<byte> bytes = stackalloc byte[StoreHeader.LengthBytes];
        header.Write(bytes);
        return transaction.Put(Header, StoreHeader.Key, bytes);
    }

    /// <summary>Maps more. No transaction of this process may be open.</summary>
    /// <param name="mapBytes">Larger than <see cref="MapBytes"/>. Unit: bytes.</param>
    public void Grow(long mapBytes)
    {
        try
        {
            _environment.MapSize = mapBytes;
        }
        catch (LightningException e)
        {
            throw LmdbErrors.Of((MDBResultCode)e.StatusCode, $"cannot map {mapBytes} bytes", Folder);
        }
    }

    /// <summary>Writes a compacted copy of the newest state into an empty directory.</summary>
    /// <param name="folder">The directory.</param>
    public void CopyTo(string folder) => LmdbErrors.Check(
        _environment.CopyTo(folder, compact: true), $"cannot be copied to {folder}", Folder);

    /// <inheritdoc/>
    public void Dispose()
    {
        _environment.Dispose();
        OpenHere.TryRemove(_identity, out _);
    }

    private static StateEnvironment Open(string folder, LmdbOptions options, long mapBytes, EnvironmentOpenFlags flags)
    {
        StateEnvironment? environment = null;
        try
        {
            environment = OpenFile(folder, options, mapBytes, flags);
            using LightningTransaction transaction = environment.Begin(TransactionBeginFlags.ReadOnly);
            environment.OpenDatabases(transaction, DatabaseOpenFlags.None);
            _ = environment.ReadHeader(transaction);

            // Committed, not left: only so do the database handles live on.
            LmdbErrors.Check(transaction.Commit(), "cannot open its databases", folder);
            StateEnvironment opened = environment;
            environment = null;
            return opened;
        }
        finally
        {
            environment?.Dispose();
        }
    }

    private static StateEnvironment OpenFile(
        string folder, LmdbOptions options, long mapBytes, EnvironmentOpenFlags flags)
    {
        _ = LmdbLibrary.Require();
        if (!File.Exists(Path.Combine(folder, StateFolder.DataFile)) && flags.HasFlag(EnvironmentOpenFlags.ReadOnly))
        {
            throw LmdbErrors.Of((MDBResultCode)2, "holds no state", folder);
        }

        string identity = Path.GetFullPath(folder);
        if (!OpenHere.TryAdd(identity, value: true))
        {
            throw new HotPathException(
                ErrorCode.DataDirectoryRefused,
                $"{folder}: is open in this process already; read through the store that has it, or from a snapshot");
        }

        var configuration = new EnvironmentConfiguration
        {
            MapSize = mapBytes,
            MaxDatabases = 2,
            MaxReaders = options.ReadersMax,
        };
        LightningEnvironment? environment = null;
        try
        {
            environment = new LightningEnvironment(folder, configuration);
            environment.Open(flags | EnvironmentOpenFlags.NoThreadLocalStorage);
            return new StateEnvironment(environment, identity);
        }
        catch (LightningException e)
        {
            environment?.Dispose();
            OpenHere.TryRemove(identity, out _);
            int status = e.InnerException is LightningException inner ? inner.StatusCode : e.StatusCode;
            throw LmdbErrors.Of((MDBResultCode)status, "cannot be opened", folder);
        }
    }

    private void OpenDatabases(LightningTransaction transaction, DatabaseOpenFlags flags)
    {
        try
        {
            var configuration = new DatabaseConfiguration { Flags = flags };
            State = transaction.OpenDatabase("state", configuration, closeOnDispose: false);
            Header = transaction.OpenDatabase("header", configuration, closeOnDispose: false);
        }
        catch (LightningException e)
        {
            // A database that is not there was lost: both were made before the environment got its name.
            MDBResultCode code = e.StatusCode == (int)MDBResultCode.NotFound
                ? MDBResultCode.Corrupted
                : (MDBResultCode)e.StatusCode;
            throw LmdbErrors.Of(code, "its databases cannot be opened", Folder);
        }
    }
}
