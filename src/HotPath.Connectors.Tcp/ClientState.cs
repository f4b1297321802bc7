using System.Text;

namespace HotPath.Connectors.Tcp;

/// <summary>A client across its connections: how far its records have come.</summary>
/// <remarks>Threading: the network's thread.</remarks>
internal sealed class ClientState
{
    /// <summary>A client.</summary>
    /// <param name="name">Its id.</param>
    /// <param name="sequence">Its last record that is acknowledged; 0 for none.</param>
    public ClientState(string name, long sequence)
    {
        Name = name;
        NameUtf8 = Encoding.UTF8.GetBytes(name);
        Received = sequence;
        Acknowledged = sequence;
    }

    /// <summary>Its id.</summary>
    public string Name { get; }

    /// <summary>Its id.</summary>
    public byte[] NameUtf8 { get; }

    /// <summary>Its newest record that is in the queue or in the log.</summary>
    public long Received { get; private set; }

    /// <summary>Its newest record that is safe.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Whether records of it are on their way.</summary>
    public bool IsWaiting => Acknowledged < Received;

    /// <summary>Whether anything is known of it that must not be forgotten.</summary>
    public bool HasRecords => Received > 0;

    /// <summary>Its connection, or <see langword="null"/>.</summary>
    public Connection? Connection { get; set; }

    /// <summary>Its next record is in the queue.</summary>
    public void NoteQueued() => Received++;

    /// <summary>The first of its records that are on their way is safe.</summary>
    public void NoteSafe() => Acknowledged++;
}
