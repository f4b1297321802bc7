using System;
using System.Collections.Generic;
using System.Threading;
using LightningDB;

namespace HotPath.State.Lmdb.Environments;

/// <summary>
/// Reading transactions of the store's own process, kept for the next use, and the moment without any at which the map
/// may grow: LMDB unmaps the file under whoever still reads.
/// </summary>
/// <remarks>
/// Threading: any thread, but whoever has a session takes no second one: it may have to wait for the first. Steady
/// state allocates nothing.
/// </remarks>
internal sealed class ReadSessions : IDisposable
{
    private readonly StateEnvironment _environment;
    private readonly object _gate = new();
    private readonly Stack<LightningTransaction> _idle = new();
    private int _active;
    private bool _isQuietWanted;

    /// <summary>No sessions yet.</summary>
    /// <param name="environment">What is read.</param>
    public ReadSessions(StateEnvironment environment) => _environment = environment;

    /// <summary>A transaction as of the newest state.</summary>
    /// <returns>To be disposed.</returns>
    public ReadSession Take()
    {
        LightningTransaction? idle;
        lock (_gate)
        {
            while (_isQuietWanted)
            {
                _ = Monitor.Wait(_gate);
            }

            _active++;
            _ = _idle.TryPop(out idle);
            try
            {
                _ = idle?.Renew();
                return new ReadSession(this, idle ?? _environment.Begin(TransactionBeginFlags.ReadOnly));
            }
            catch
            {
                Leave();
                throw;
            }
        }
    }

    /// <summary>Gives a transaction back.</summary>
    /// <param name="transaction">As taken.</param>
    internal void Give(LightningTransaction transaction)
    {
        lock (_gate)
        {
            transaction.Reset();
            _idle.Push(transaction);
            Leave();
        }
    }

    /// <summary>Does something while nobody reads: waits for those that do, and keeps new ones waiting.</summary>
    /// <param name="work">The work.</param>
    public void WhileQuiet(Action work)
    {
        lock (_gate)
        {
            _isQuietWanted = true;
            try
            {
                while (_active > 0)
                {
                    _ = Monitor.Wait(_gate);
                }

                work();
            }
            finally
            {
                _isQuietWanted = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryPop(out LightningTransaction? transaction))
        {
            transaction.Dispose();
        }
    }

    private void Leave()
    {
        if (--_active == 0)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
