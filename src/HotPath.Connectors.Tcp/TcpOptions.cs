using System;
using System.Globalization;
using System.Net;
using HotPath.Client.Protocol;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Connectors.Tcp;

/// <summary>The WITH options of a table of connector 'tcp'.</summary>
internal sealed record TcpOptions
{
    private const string ListenKey = "listen";
    private const string RemoteKey = "listen.remote";
    private const string LocalHost = "localhost";

    /// <summary>'listen': where clients connect. Default after a problem: nowhere in particular.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>'clients.max': connections at once. Range: 1 to 60,000. Default: 1,024.</summary>
    public int ClientsMax { get; init; } = 1024;

    /// <summary>'clients.known-max': client ids with records in the log. Range: 1 to 10,000,000. Default: 100,000.
    /// </summary>
    public int KnownMax { get; init; } = 100_000;

    /// <summary>
    /// 'credit': records of a client that may be unacknowledged. Unit: records. Range: 1 to 1,000,000. Default: 8,192.
    /// </summary>
    public int CreditRecords { get; init; } = 8192;

    /// <summary>'record.max-bytes': longest record. Unit: bytes. Range: 16 to 16 MiB. Default: 64 KiB.</summary>
    public int RecordBytesMax { get; init; } = 64 * 1024;

    /// <summary>'hello-timeout': time for a hello. Unit: ms. Range: 1 ms to 1 h. Default: 5 s.</summary>
    public long HelloMs { get; init; } = 5_000;

    /// <summary>
    /// 'frame-timeout': time for the rest of a frame that has begun, and for a client to read what it is sent. Unit:
    /// ms. Range: 1 ms to 1 h. Default: 30 s.
    /// </summary>
    public long FrameMs { get; init; } = 30_000;

    /// <summary>'format'.</summary>
    public RecordFormat Format { get; init; }

    /// <summary>Longest frame that is taken. Unit: bytes.</summary>
    public int FrameBytesMax =>
        Math.Max(IngressProtocol.ShortFrameBytesMax, IngressProtocol.RecordOverheadBytes + RecordBytesMax);

    /// <summary>Reads the options.</summary>
    /// <param name="table">Table.</param>
    /// <param name="reader">Its options; takes what is wrong with them.</param>
    /// <param name="formats">Reads the format and its options.</param>
    /// <returns>The options; defaults where there is a problem.</returns>
    public static TcpOptions Read(TableDefinition table, OptionReader reader, IRecordFormats formats)
    {
        var defaults = new TcpOptions();
        _ = reader.Text("connector");
        _ = WatermarkAlignment.Read(reader);
        var options = new TcpOptions
        {
            Listen = ReadListen(reader),
            ClientsMax = (int)(reader.Integer("clients.max", 1, 60_000) ?? defaults.ClientsMax),
            KnownMax = (int)(reader.Integer("clients.known-max", 1, 10_000_000) ?? defaults.KnownMax),
            CreditRecords = (int)(reader.Integer("credit", 1, 1_000_000) ?? defaults.CreditRecords),
            RecordBytesMax = (int)(reader.Integer("record.max-bytes", 16, 16 * 1024 * 1024) ?? defaults.RecordBytesMax),
            HelloMs = ReadTime(reader, "hello-timeout", defaults.HelloMs),
            FrameMs = ReadTime(reader, "frame-timeout", defaults.FrameMs),
            Format = (RecordFormat)formats.Read(table, reader),
        };
        reader.ComplainAboutUnknown($"connector '{TcpConnector.Name}' with format '{reader.Text("format")}'");
        return options;
    }

    private static long ReadTime(OptionReader reader, string key, long otherwiseMs)
    {
        const long MostMs = 3_600_000;
        if (!reader.Has(key))
        {
            _ = reader.Text(key);
            return otherwiseMs;
        }

        int problems = reader.Problems.Count;
        long timeMs = reader.DurationMs(key);
        if (reader.Problems.Count == problems && timeMs is < 1 or > MostMs)
        {
            reader.Complain(key, "must be from '1 ms' to '1 h'");
        }

        return timeMs;
    }

    private static IPEndPoint ReadListen(OptionReader reader)
    {
        string text = reader.Required(ListenKey, "write 'listen' = '127.0.0.1:<port>'");
        bool isRemote = reader.Flag(RemoteKey);
        if (text.Length == 0)
        {
            return new TcpOptions().Listen;
        }

        if (Parse(text) is not { } address)
        {
            reader.Complain(
                ListenKey,
                "must be an address of this machine and a port, such as '127.0.0.1:9400', 'localhost:9400' or "
                + "'[::1]:9400'; port 0 takes any that is free");
            return new TcpOptions().Listen;
        }

        if (!isRemote && !IPAddress.IsLoopback(address.Address))
        {
            reader.Complain(
                ListenKey,
                "lets other machines send, and there is neither encryption nor authentication; write 127.0.0.1, or "
                + $"'{RemoteKey}' = 'true' if the network is yours alone");
        }

        return address;
    }

    // The parser of the runtime takes an address without a port.
    private static IPEndPoint? Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 0
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return null;
        }

        string name = text[..colon] == LocalHost ? $"{IPAddress.Loopback}{text[colon..]}" : text;
        return IPEndPoint.TryParse(name, out IPEndPoint? address) ? address : null;
    }
}
