using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;

namespace HotPath.Connectors.Tcp.Tests;

/// <summary>A table of connector 'tcp' with a caller in ingress's place, which takes records and says what is safe.</summary>
internal sealed class TestNode : IDisposable
{
    private const int PatienceSeconds = 100;
    private const int RecordPositions = 8;

    private readonly TcpConnector _connector;
    private readonly IClientSource _source;
    private readonly SourceRecord _record;
    private long _position;

    public TestNode(params (string Key, string Value)[] options)
        : this([], options)
    {
    }

    public TestNode(IReadOnlyList<ClientCursor> clients, params (string Key, string Value)[] options)
    {
        TableDefinition table = Table(options);
        _connector = new TcpConnector(new PlainFormats(), notice => Notices.Add(notice));
        _source = _connector.Open(table);
        _record = new SourceRecord(new NativeHeap(), table.Schema);
        _source.Begin(clients, isDurable: true);
        Port = int.Parse(Notices.Single()[(Notices.Single().LastIndexOf(':') + 1)..]);
    }

    public int Port { get; }

    public IPEndPoint Address => new(IPAddress.Loopback, Port);

    public List<string> Notices { get; } = [];

    public IngressCounters Counters => _connector.Counters["t"];

    /// <summary>Whether what is taken is safe at once.</summary>
    public bool IsSafeAtOnce { get; set; } = true;

    /// <summary>Whether what was taken is kept, to be looked at.</summary>
    public bool Keeps { get; set; } = true;

    public long Records { get; private set; }

    public Dictionary<string, List<(long Sequence, string Text)>> Taken { get; } = [];

    public static TableDefinition Table(params (string Key, string Value)[] options)
    {
        var all = new Dictionary<string, string>
        {
            ["connector"] = "tcp",
            ["listen"] = "127.0.0.1:0",
            ["format"] = "csv",
        };
        foreach ((string key, string value) in options)
        {
            all[key] = value;
        }

        return new TableDefinition
        {
            Id = 1,
            Name = "t",
            Schema = new RowSchema("t", 1, [new Column("text", SqlType.String)]),
            Options = all,
        };
    }

    /// <summary>Takes what has come.</summary>
    /// <param name="recordsMax">Records at most.</param>
    /// <returns>Records taken.</returns>
    public int Take(int recordsMax = int.MaxValue)
    {
        int taken = 0;
        ReadStatus status;
        while (taken < recordsMax && (status = _source.Read(_record, default)) != ReadStatus.Idle)
        {
            taken++;
            Records++;
            _position += RecordPositions;
            _source.NoteTaken(_position);
            if (Keeps)
            {
                Keep(status);
            }
        }

        if (IsSafeAtOnce)
        {
            MakeSafe();
        }

        return taken;
    }

    /// <summary>Everything that was taken is safe.</summary>
    public void MakeSafe() => _source.NoteSafe(_position);

    /// <summary>Takes until something is so.</summary>
    public void TakeUntil(Func<bool> isSo, string what)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Take() == 0)
            {
                System.Threading.Thread.Sleep(1);
            }

            if (Stopwatch.GetElapsedTime(begin).TotalSeconds > PatienceSeconds)
            {
                throw new TimeoutException($"not so within {PatienceSeconds} s: {what}; {Counters}");
            }
        }
    }

    public void Dispose()
    {
        _source.Dispose();
        _record.Dispose();
    }

    private void Keep(ReadStatus status)
    {
        string client = Encoding.UTF8.GetString(_record.Client);
        if (!Taken.TryGetValue(client, out List<(long Sequence, string Text)>? records))
        {
            Taken.Add(client, records = []);
        }

        string text = status == ReadStatus.Row
            ? Encoding.UTF8.GetString(_record.Row.View.GetUtf8(0).Span)
            : $"{_record.Reason} {Encoding.UTF8.GetString(_record.Raw)}";
        records.Add((_record.RecordNumber, text));
    }
}
