using System;

namespace HotPath.Runtime.Environments;

/// <summary>Datagrams between the nodes of a pair. The port exists so that nothing else opens a socket.</summary>
public interface INetwork
{
    /// <summary>Whether there is another node to talk to.</summary>
    bool IsConnected { get; }

    /// <summary>Takes a datagram that has arrived.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="lengthBytes">Its length. Unit: bytes.</param>
    /// <returns><see langword="false"/> when there is none.</returns>
    bool TryReceive(Span<byte> target, out int lengthBytes);

    /// <summary>Sends a datagram, which may be lost.</summary>
    /// <param name="datagram">Its bytes.</param>
    /// <returns><see langword="false"/> when it cannot be taken now.</returns>
    bool TrySend(ReadOnlySpan<byte> datagram);
}
