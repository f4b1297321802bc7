using System;
using System.Text;
using HotPath.Client;
using HotPath.Client.Protocol;

namespace HotPath.Connectors.Tcp;

/// <summary>Takes frames that were received: says welcome, puts records in the queue, refuses what is wrong.</summary>
/// <remarks>
/// Threading: the network's thread. A record costs no allocation, and neither does a refused frame before it is known
/// to be wrong.
/// </remarks>
internal sealed class FrameIntake
{
    private readonly TcpOptions _options;
    private readonly ClientDirectory _clients;
    private readonly RecordQueue _queue;
    private readonly IngressCounters _counters;
    private readonly string _table;
    private readonly bool _isDurable;
    private readonly RecordsUnderway _underway = new();

    /// <summary>Takes frames of one table.</summary>
    /// <param name="options">Options of the table.</param>
    /// <param name="clients">Its clients.</param>
    /// <param name="queue">Where records go.</param>
    /// <param name="counters">What happened.</param>
    /// <param name="table">Name of the table.</param>
    /// <param name="isDurable">Whether acknowledged records outlive the process.</param>
    public FrameIntake(
        TcpOptions options,
        ClientDirectory clients,
        RecordQueue queue,
        IngressCounters counters,
        string table,
        bool isDurable)
    {
        _options = options;
        _clients = clients;
        _queue = queue;
        _counters = counters;
        _table = table;
        _isDurable = isDurable;
    }

    /// <summary>Highest sequence that a client may send.</summary>
    /// <param name="client">The client.</param>
    /// <returns>Its number.</returns>
    public long LimitOf(ClientState client) => client.Acknowledged + _options.CreditRecords;

    /// <summary>Records in the queue are safe.</summary>
    /// <param name="queuePosition">Those that end there or before. Unit: bytes.</param>
    public void NoteSafe(long queuePosition) => _underway.NoteSafe(queuePosition);

    /// <summary>Takes every whole frame for which there is room.</summary>
    /// <param name="connection">What was received.</param>
    /// <param name="nowMs">Clock. Unit: ms.</param>
    public void Take(Connection connection, long nowMs)
    {
        connection.IsStalled = false;
        while (connection.State is ConnectionState.Greeting or ConnectionState.Open && !connection.IsStalled)
        {
            int frameBytesMax = connection.State == ConnectionState.Open
                ? _options.FrameBytesMax
                : IngressProtocol.ShortFrameBytesMax;
            FrameStatus status = IngressProtocol.Cut(connection.Received, frameBytesMax, out long frameBytes);
            switch (status)
            {
                case FrameStatus.Partial:
                    connection.AwaitRest(frameBytes, nowMs);
                    return;
                case FrameStatus.Whole:
                    TakeFrame(connection, (int)frameBytes, nowMs);
                    break;
                case FrameStatus.TooLarge:
                    Refuse(
                        connection,
                        ByeReason.TOO_LARGE,
                        $"a frame of {frameBytes} bytes is longer than {frameBytesMax}, the most that is taken here",
                        nowMs);
                    break;
                default:
                    Refuse(connection, ByeReason.PROTOCOL, "this is no frame of the ingress protocol", nowMs);
                    break;
            }
        }
    }

    /// <summary>Tells a client to go.</summary>
    /// <param name="connection">Its connection.</param>
    /// <param name="reason">Why.</param>
    /// <param name="text">The same for people.</param>
    /// <param name="nowMs">Clock. Unit: ms.</param>
    public void Refuse(Connection connection, ByeReason reason, string text, long nowMs)
    {
        _counters.NoteEnd(reason);
        connection.Leave(reason, text, nowMs);
    }

    private void TakeFrame(Connection connection, int frameBytes, long nowMs)
    {
        ReadOnlySpan<byte> message = IngressProtocol.MessageOf(connection.Received[..frameBytes]);
        _ = SchemaInfo.TryReadTemplateId(message, out ushort template);
        bool isOpen = connection.State == ConnectionState.Open;
        switch (template)
        {
            case Record.TemplateId when isOpen && RecordDecoder.TryWrap(message, out RecordDecoder record, out _):
                TakeRecord(connection, record, frameBytes, nowMs);
                break;
            case Hello.TemplateId when !isOpen && HelloDecoder.TryWrap(message, out HelloDecoder hello, out _):
                TakeHello(connection, hello, frameBytes, nowMs);
                break;
            case Bye.TemplateId when isOpen:
                connection.Close();
                break;
            default:
                Refuse(
                    connection,
                    ByeReason.PROTOCOL,
                    isOpen
                        ? "what came is neither a record nor a bye, or its lengths do not fit each other"
                        : "what came first is no hello",
                    nowMs);
                break;
        }
    }

    private void TakeRecord(Connection connection, RecordDecoder record, int frameBytes, long nowMs)
    {
        ClientState client = connection.Client!;
        long sequence = record.Sequence;
        ReadOnlySpan<byte> content = record.Content;
        if (content.Length > _options.RecordBytesMax)
        {
            Refuse(
                connection,
                ByeReason.TOO_LARGE,
                $"record {sequence} has {content.Length} bytes; at most {_options.RecordBytesMax} are taken",
                nowMs);
        }
        else if (IngressProtocol.Checksum(sequence, content) != record.Checksum)
        {
            Refuse(connection, ByeReason.CHECKSUM, $"the checksum of record {sequence} is wrong", nowMs);
        }
        else if (sequence is > 0 && sequence <= client.Received)
        {
            _counters.NoteDuplicate();
            connection.IsReminderDue = true;
            connection.Consume(frameBytes);
        }
        else if (sequence != client.Received + 1)
        {
            Refuse(
                connection,
                ByeReason.GAP,
                $"record {sequence} came where {client.Received + 1} was due; connect again and go on behind what the "
                + "welcome says",
                nowMs);
        }
        else if (sequence > LimitOf(client))
        {
            Refuse(
                connection,
                ByeReason.CREDIT,
                $"record {sequence} came, but the credit ends at {LimitOf(client)}",
                nowMs);
        }
        else if (_queue.TryPut(client.NameUtf8, sequence, connection.ReceivedNs, content, out long endPosition))
        {
            _underway.Add(client, endPosition);
            _counters.NoteRecord(content.Length);
            connection.Consume(frameBytes);
        }
        else
        {
            connection.IsStalled = true;
        }
    }

    private void TakeHello(Connection connection, HelloDecoder hello, int frameBytes, long nowMs)
    {
        if (hello.Protocol != IngressProtocol.Version)
        {
            Refuse(
                connection,
                ByeReason.PROTOCOL,
                $"protocol {hello.Protocol} is not spoken here, but {IngressProtocol.Version}",
                nowMs);
            return;
        }

        if (!IngressProtocol.IsClient(hello.Client))
        {
            Refuse(
                connection,
                ByeReason.CLIENT,
                $"a client id has 1 to {IngressProtocol.ClientBytesMax} letters, digits, dots, dashes and underscores",
                nowMs);
            return;
        }

        if (_clients.FindOrAdd(Encoding.UTF8.GetString(hello.Client)) is not { } client)
        {
            Refuse(
                connection,
                ByeReason.CLIENT,
                $"{_options.KnownMax} client ids are known, the most that 'clients.known-max' allows; use one of them",
                nowMs);
            return;
        }

        _counters.NoteClients(_clients.Count);
        if (client.Connection is { } older)
        {
            Refuse(older, ByeReason.REPLACED, $"a newer connection says that it is '{client.Name}'", nowMs);
        }

        client.Connection = connection;
        connection.Consume(frameBytes);
        connection.Open(client, Welcome(client), nowMs);
        connection.Flush(nowMs);
    }

    private NodeWelcome Welcome(ClientState client) => new()
    {
        Sequence = client.Acknowledged,
        Limit = LimitOf(client),
        RecordBytesMax = _options.RecordBytesMax,
        Format = _options.Format,
        IsDurable = _isDurable,
        Table = _table,
    };
}
