using System.Text;

namespace HotPath.Connectors.Tcp;

/// <summary>A client across its connections: how far its records have come.</summary>
/// <remarks>Threading: the network's thread.</remarks>
internal sealed class ClientState
{
    private LaggingPair _queued;

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
    /// <param name="endPosition">Where it ends there. Unit: bytes.</param>
    public void NoteQueued(long endPosition) => _queued.Note(endPosition, ++Received);

    /// <summary>Records in the queue are safe.</summary>
    /// <param name="queuePosition">Those that end there or before. Unit: bytes.</param>
    public void NoteSafe(long queuePosition)
    {
        if (_queued.TryReach(queuePosition, out long sequence))
        {
            Acknowledged = sequence;
        }
    }
}
