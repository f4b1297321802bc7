using System;
using System.Threading;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Errors;
using HotPath.State.Lmdb.Environments;
using HotPath.State.Lmdb.Layout;
using HotPath.State.Lmdb.Snapshots;
using LightningDB;

namespace HotPath.State.Lmdb;

/// <summary>
/// Reads the state as of one position: that of a data directory that another process writes, or a kept snapshot. What
/// it sees stays as it is until <see cref="Refresh"/>, whatever is committed meanwhile.
/// </summary>
/// <remarks>
/// A live state keeps its old pages while it is read; so a reader lets go of them after
/// <see cref="LmdbOptions.ReaderAgeMsMax"/> and then asks for a refresh. A snapshot may be read for ever.
/// Threading: any thread, one at a time goes on.
/// </remarks>
public sealed class LmdbStateReader : IDisposable
{
    private readonly StateEnvironment _environment;
    private readonly MapReader _reader;
    private readonly Lock _gate = new();
    private readonly Timer? _age;
    private readonly int _ageMsMax;
    private LightningTransaction? _transaction;
    private StoreHeader _header;
    private long _ageEndMs;

    private LmdbStateReader(StateEnvironment environment, LmdbOptions options, bool isLive)
    {
        _environment = environment;
        _reader = new MapReader(environment, options.LongKeyHashBits);
        _ageMsMax = options.ReaderAgeMsMax;
        _age = isLive ? new Timer(_ => LetGo()) : null;
        Refresh();
    }

    /// <summary>Position of the log that the state is as of; -1 before the first checkpoint.</summary>
    public long Position => _header.Position;

    /// <summary>Records of the state. Unit: records.</summary>
    public long RecordCount => _header.Records;

    /// <summary>Opens the newest state of a data directory that another process writes.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <param name="options">Limits; those of size are the writer's.</param>
    /// <returns>The reader; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP2001: no state there. HP2008: damaged. HP2009: of another format, or open
    /// in this process already.</exception>
    public static LmdbStateReader Open(string dataDirectory, LmdbOptions? options = null)
    {
        options ??= new LmdbOptions();
        options.Validate();
        return Wrap(StateEnvironment.OpenToRead(StateFolder.Of(dataDirectory), options), options, isLive: true);
    }

    /// <summary>Opens the newest state of a data directory that nobody writes; touches nothing there.</summary>
    /// <param name="dataDirectory">Data directory; the caller holds it.</param>
    /// <returns>The reader; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP2001: no state there. HP2008: damaged. HP2009: of another format.
    /// </exception>
    public static LmdbStateReader OpenAtRest(string dataDirectory) =>
        OpenSnapshot(new StateSnapshot(Position: -1, StateFolder.Of(dataDirectory), FileBytes: 0));

    /// <summary>Opens a kept snapshot.</summary>
    /// <param name="snapshot">As listed by <see cref="LmdbCheckpointStore.ListSnapshots"/>.</param>
    /// <param name="options">Limits; those of size are the writer's.</param>
    /// <returns>The reader; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP2001: it is gone. HP2008: damaged. HP2009: of another format.</exception>
    public static LmdbStateReader OpenSnapshot(StateSnapshot snapshot, LmdbOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        options ??= new LmdbOptions();
        options.Validate();
        StateFileCheck.Verify(snapshot.Folder);
        return Wrap(StateEnvironment.OpenSnapshot(snapshot.Folder, options), options, isLive: false);
    }

    /// <summary>Goes on to the newest state.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            LetGo();
            _transaction = _environment.Begin(TransactionBeginFlags.ReadOnly);
            _header = _environment.ReadHeader(_transaction);
            _ageEndMs = Environment.TickCount64 + _ageMsMax;
            _age?.Change(_ageMsMax, Timeout.Infinite);
        }
    }

    /// <summary>Reads one value.</summary>
    /// <param name="key">The key; layout in <see cref="StateKey"/>.</param>
    /// <param name="visitor">Called with it if it exists.</param>
    /// <returns>Whether it exists.</returns>
    /// <exception cref="HotPathException">HP2008: it is damaged. HP2001: the reader is too old.</exception>
    public bool TryRead(ReadOnlySpan<byte> key, StateVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        lock (_gate)
        {
            return _reader.TryRead(Current(), key, visitor);
        }
    }

    /// <summary>Reads every record whose key starts with a prefix, in key order.</summary>
    /// <param name="prefix">The prefix; empty for everything, which is then checked as a whole.</param>
    /// <param name="visitor">Called with each.</param>
    /// <exception cref="HotPathException">HP2008: damaged. HP2001: the reader is too old.</exception>
    public void ReadAll(ReadOnlySpan<byte> prefix, StateVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        lock (_gate)
        {
            _reader.ReadAll(Current(), prefix, _age is null ? visitor : (key, value) =>
            {
                if (Environment.TickCount64 > _ageEndMs)
                {
                    throw TooOld();
                }

                visitor(key, value);
            });
        }
    }

    /// <summary>Verifies every record, their number and the sum of their hashes.</summary>
    /// <exception cref="HotPathException">HP2008: the state is damaged.</exception>
    public void Verify() => ReadAll([], static (_, _) => { });

    /// <inheritdoc/>
    public void Dispose()
    {
        _age?.Dispose();
        LetGo();
        _environment.Dispose();
    }

    private static LmdbStateReader Wrap(StateEnvironment environment, LmdbOptions options, bool isLive)
    {
        try
        {
            return new LmdbStateReader(environment, options, isLive);
        }
        catch
        {
            environment.Dispose();
            throw;
        }
    }

    private LightningTransaction Current() => _transaction ?? throw TooOld();

    private HotPathException TooOld() => new(
        ErrorCode.InputUnreadable,
        $"{_environment.Folder}: read for more than {_ageMsMax} ms at one position; refresh, or read a kept snapshot");

    private void LetGo()
    {
        lock (_gate)
        {
            _transaction?.Dispose();
            _transaction = null;
        }
    }
}
