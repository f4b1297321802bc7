using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Errors;
using HotPath.State.Lmdb.Environments;
using HotPath.State.Lmdb.Layout;
using HotPath.State.Lmdb.Snapshots;
using LightningDB;

namespace HotPath.State.Lmdb;

/// <summary>
/// The durable copy of the state in LMDB: one environment in <c>DIR/state</c>, one transaction a checkpoint, every
/// value with a hash over its key and itself, and in the header the number of records and the sum of the hashes.
/// </summary>
/// <remarks>
/// LMDB 0.9 keeps no checksum of its own and replaces pages by writing new ones, so that a crash or a failed write
/// leaves the state before. Pages are written in key order because the changes are: neighbours share a page.
/// Threading: <see cref="Commit"/>, <see cref="KeepSnapshot"/> and Dispose by one thread at a time; reads by any
/// thread, each as of the newest state, but not from within a visitor. Layout: docs/state.md.
/// </remarks>
public sealed class LmdbCheckpointStore : ICheckpointStore
{
    /// <summary>Less than what any commit writes. Unit: bytes.</summary>
    internal const int LeastCommitBytes = 64 * 1024;

    private readonly string _dataDirectory;
    private readonly LmdbOptions _options;
    private readonly StateEnvironment _environment;
    private readonly ReadSessions _sessions;
    private readonly ChangeOrder _order = new();
    private readonly MapReader _reader;
    private readonly MapWriter _writer;
    private IReadOnlyList<StateSnapshot> _snapshots;
    private StoreHeader _header;
    private long _position;

    private LmdbCheckpointStore(string dataDirectory, LmdbOptions options, StateEnvironment environment)
    {
        _dataDirectory = dataDirectory;
        _options = options;
        _environment = environment;
        _sessions = new ReadSessions(environment);
        _reader = new MapReader(environment, options.LongKeyHashBits);
        _writer = new MapWriter(options.LongKeyHashBits);
        using (ReadSession session = _sessions.Take())
        {
            _header = environment.ReadHeader(session.Transaction);
        }

        _position = _header.Position;
        _snapshots = ListSnapshots(dataDirectory);
    }

    /// <inheritdoc/>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Records of the state. Unit: records.</summary>
    public long RecordCount => _header.Records;

    /// <summary>Size of the file, free pages included. Unit: bytes.</summary>
    public long FileBytes => new FileInfo(Path.Combine(_environment.Folder, StateFolder.DataFile)).Length;

    /// <summary>Opens the state of a data directory, or makes an empty one.</summary>
    /// <param name="dataDirectory">An existing directory, which no other process writes.</param>
    /// <param name="options">Limits.</param>
    /// <returns>The store; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP1001: a limit out of range, or liblmdb0 is missing. HP2002, HP2007: it
    /// cannot be written. HP2008: it is damaged; see <see cref="StateRecovery"/>. HP2009: of another
    /// format.</exception>
    public static LmdbCheckpointStore Open(string dataDirectory, LmdbOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataDirectory);
        options ??= new LmdbOptions();
        options.Validate();
        string folder = StateFolder.Of(dataDirectory);
        if (!Directory.Exists(folder))
        {
            RefuseIfLost(dataDirectory);
            DurableFolder.Publish(MakeEmpty(dataDirectory, options), folder);
        }

        StateFileCheck.Verify(folder);
        StateEnvironment environment = StateEnvironment.OpenToWrite(folder, options);
        try
        {
            return new LmdbCheckpointStore(dataDirectory, options, environment);
        }
        catch
        {
            environment.Dispose();
            throw;
        }
    }

    /// <summary>Kept snapshots of a data directory.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <returns>The newest first.</returns>
    public static IReadOnlyList<StateSnapshot> ListSnapshots(string dataDirectory) =>
        SnapshotFolder.List(dataDirectory);

    /// <inheritdoc/>
    public long SnapshotPosition => _snapshots.Count > 0 ? _snapshots[0].Position : -1;

    /// <inheritdoc/>
    public long OldestPosition => _snapshots.Count > 0 ? _snapshots[^1].Position : 0;

    /// <inheritdoc/>
    public void Commit(long position, ReadOnlySpan<StateBatch> batches)
    {
        if (position <= _header.Position)
        {
            ThrowHelper.InvariantBroken($"checkpoint at {position} after one at {_header.Position}");
        }

        ReadOnlySpan<StateChange> changes = _order.Sort(batches);
        StoreHeader next = _header with { Position = position };
        while (!TryCommit(changes, ref next))
        {
            Grow();
            next = _header with { Position = position };
        }

        _header = next;
        Volatile.Write(ref _position, position);
    }

    /// <inheritdoc/>
    public bool TryRead(ReadOnlySpan<byte> key, StateVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        using ReadSession session = _sessions.Take();
        return _reader.TryRead(session.Transaction, key, visitor);
    }

    /// <inheritdoc/>
    public ICheckpointScan Scan(ReadOnlySpan<byte> prefix) => new StateScan(_sessions, _reader, prefix.ToArray());

    /// <inheritdoc/>
    public void ReadAll(ReadOnlySpan<byte> prefix, StateVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        using ReadSession session = _sessions.Take();
        _reader.ReadAll(session.Transaction, prefix, visitor);
    }

    /// <summary>Verifies every record, their number and the sum of their hashes.</summary>
    /// <exception cref="HotPathException">HP2008: the state is damaged.</exception>
    public void Verify() => ReadAll([], static (_, _) => { });

    /// <inheritdoc/>
    public void KeepSnapshot()
    {
        // A session is held so that the map stays where it is; the copy has a transaction of its own.
        using ReadSession session = _sessions.Take();
        SnapshotFolder.Keep(_environment, _dataDirectory, _options);
        _snapshots = ListSnapshots(_dataDirectory);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sessions.Dispose();
        _environment.Dispose();
    }

    /// <summary>Makes an empty state under another name: a state directory that exists is whole.</summary>
    /// <returns>Its directory, to be published.</returns>
    internal static string MakeEmpty(string dataDirectory, LmdbOptions options)
    {
        string unfinished = StateFolder.Unfinished(dataDirectory);
        DurableFolder.Recreate(unfinished);
        StateEnvironment.Create(unfinished, options);
        DurableFolder.Try(unfinished, () => File.Delete(Path.Combine(unfinished, StateFolder.LockFile)));
        return unfinished;
    }

    // A crash while a snapshot was put in the place of a damaged state may leave none; to begin afresh would lose it.
    private static void RefuseIfLost(string dataDirectory)
    {
        string[] rest = Directory.GetDirectories(dataDirectory, "state.damaged-*");
        if (rest.Length > 0 || ListSnapshots(dataDirectory).Count > 0)
        {
            throw new HotPathException(
                ErrorCode.StateCorrupt,
                $"{StateFolder.Of(dataDirectory)}: is gone, though there was one; use a kept snapshot or another copy");
        }
    }

    // Returns false if the map is full; nothing has happened then.
    private bool TryCommit(ReadOnlySpan<StateChange> changes, ref StoreHeader header)
    {
        using LightningTransaction transaction = _environment.Begin(TransactionBeginFlags.None);
        MDBResultCode code;
        using (LightningCursor cursor = transaction.CreateCursor(_environment.State))
        {
            code = _writer.Apply(cursor, changes, ref header);
        }

        if (code == MDBResultCode.Success)
        {
            code = _environment.PutHeader(transaction, header);
        }

        if (code == MDBResultCode.MapFull)
        {
            return false;
        }

        LmdbErrors.Check(code, "the checkpoint was not written, the state is the one before", _environment.Folder);
        code = transaction.Commit();
        return code switch
        {
            MDBResultCode.Success => true,
            MDBResultCode.MapFull => false,
            _ => throw LmdbErrors.OfCommit(code, _environment.Folder, LeastCommitBytes),
        };
    }

    private void Grow()
    {
        // What a reader that died held on to may be room enough.
        if (_environment.ForgetDeadReaders())
        {
            return;
        }

        long mapBytes = _environment.MapBytes;
        long nextBytes = Math.Min(2 * mapBytes, _options.MapBytesMax);
        if (nextBytes <= mapBytes)
        {
            throw new HotPathException(
                ErrorCode.DiskFull,
                $"{_environment.Folder}: the state, or what a long reader keeps of it, is larger than {mapBytes} "
                + "bytes, the configured maximum; raise it, or close the reader; the state is the one before");
        }

        _sessions.WhileQuiet(() => _environment.Grow(nextBytes));
    }
}
