namespace HotPath.Connectors.Tcp;

/// <summary>Whose the records are that are in the queue, or in the log and not yet safe, in their order.</summary>
/// <remarks>
/// Threading: the network's thread. Of a client there are at most its credit. Allocates only when there are more than
/// ever before.
/// </remarks>
internal sealed class RecordsUnderway
{
    private (long EndPosition, ClientState Client)[] _records = new (long, ClientState)[1024]; // a power of two
    private long _head;
    private long _tail;

    /// <summary>The next record of a client is in the queue.</summary>
    /// <param name="client">The client.</param>
    /// <param name="endPosition">Where the record ends there, behind all before. Unit: bytes.</param>
    public void Add(ClientState client, long endPosition)
    {
        if (_tail - _head == _records.Length)
        {
            Grow();
        }

        _records[_tail++ & (_records.Length - 1)] = (endPosition, client);
        client.NoteQueued();
    }

    /// <summary>Records are safe: their clients know how many.</summary>
    /// <param name="queuePosition">Those that end there or before. Unit: bytes.</param>
    public void NoteSafe(long queuePosition)
    {
        while (_head < _tail && _records[_head & (_records.Length - 1)] is var record
            && record.EndPosition <= queuePosition)
        {
            record.Client.NoteSafe();
            _head++;
        }
    }

    private void Grow()
    {
        var records = new (long, ClientState)[2 * _records.Length];
        for (long number = _head; number < _tail; number++)
        {
            records[number & (records.Length - 1)] = _records[number & (_records.Length - 1)];
        }

        _records = records;
    }
}
