using System;
using System.Collections.Generic;
using HotPath.Dataflow.Ports;

namespace HotPath.Connectors.Tcp;

/// <summary>Clients that are connected, or have records in the log.</summary>
/// <remarks>Threading: the network's thread. Who never sent a record is forgotten with its connection.</remarks>
internal sealed class ClientDirectory
{
    private readonly Dictionary<string, ClientState> _clients = new(StringComparer.Ordinal);
    private readonly int _clientsMax;

    /// <summary>Clients of an earlier life.</summary>
    /// <param name="clients">Those with records in the log; all are kept.</param>
    /// <param name="clientsMax">Clients known at once; more are refused.</param>
    public ClientDirectory(IReadOnlyList<ClientCursor> clients, int clientsMax)
    {
        _clientsMax = clientsMax;
        foreach (ClientCursor client in clients)
        {
            _clients.Add(client.Client, new ClientState(client.Client, client.Sequence));
        }
    }

    /// <summary>Unit: clients.</summary>
    public int Count => _clients.Count;

    /// <summary>Finds a client, or takes note of a new one.</summary>
    /// <param name="name">Its id.</param>
    /// <returns>The client; <see langword="null"/> when there are too many.</returns>
    public ClientState? FindOrAdd(string name)
    {
        if (!_clients.TryGetValue(name, out ClientState? client) && _clients.Count < _clientsMax)
        {
            client = new ClientState(name, sequence: 0);
            _clients.Add(name, client);
        }

        return client;
    }

    /// <summary>A client's connection is over.</summary>
    /// <param name="client">The client.</param>
    public void Leave(ClientState client)
    {
        // A connection that was replaced goes late: by then another client may have the name.
        if (client is { HasRecords: false, Connection: null }
            && ReferenceEquals(_clients.GetValueOrDefault(client.Name), client))
        {
            _clients.Remove(client.Name);
        }
    }
}
