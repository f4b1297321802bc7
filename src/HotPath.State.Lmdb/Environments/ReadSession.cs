using System;
using LightningDB;

namespace HotPath.State.Lmdb.Environments;

/// <summary>A reading transaction on loan; disposing gives it back.</summary>
internal readonly struct ReadSession : IDisposable
{
    private readonly ReadSessions _owner;

    /// <summary>A loan.</summary>
    /// <param name="owner">Whom it goes back to.</param>
    /// <param name="transaction">The transaction.</param>
    public ReadSession(ReadSessions owner, LightningTransaction transaction)
    {
        _owner = owner;
        Transaction = transaction;
    }

    /// <summary>The transaction.</summary>
    public LightningTransaction Transaction { get; }

    /// <inheritdoc/>
    public void Dispose() => _owner.Give(Transaction);
}
