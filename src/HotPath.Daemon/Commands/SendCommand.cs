using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Client;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Reports;
using HotPath.Daemon.Terminals;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;
using HotPath.Generator;

namespace HotPath.Daemon.Commands;

/// <summary>
/// <c>hotpath send</c>: the records of a file to a table of connector 'tcp'. The number of a record is its place in the
/// file, so that what the node acknowledged says where to go on.
/// </summary>
internal sealed class SendCommand : IDisposable
{
    private const string StandardInput = "-";
    private const int ProgressMs = 1000;
    private const int WaitMs = 50;
    private const int DamagedMax = 10;
    private const int MsPerSecond = 1000;
    private const long NsPerMs = 1_000_000;

    private readonly ConsoleStreams _streams;
    private readonly SendArguments _arguments;
    private readonly StopSignals _signals;
    private readonly IngressClient _client;
    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private readonly Stopwatch _waiting = new();
    private readonly bool _isFile; // which can be read again from its start
    private NodeWelcome? _welcome;

    private SendCommand(ConsoleStreams streams, SendArguments arguments, StopSignals signals)
    {
        _streams = streams;
        _arguments = arguments;
        _signals = signals;
        _isFile = arguments.Input != StandardInput && FileStatus.Of(arguments.Input)?.Kind != FileKind.Pipe;
        _client = new IngressClient(new IngressClientOptions
        {
            Host = arguments.Host,
            Port = arguments.Port,
            Client = arguments.Client,
            RetryMs = (int)Math.Min((long)arguments.RetrySeconds * MsPerSecond, int.MaxValue),
            Stop = signals.Token,
            OnNotice = Say,
        });
    }

    /// <summary>Sends.</summary>
    /// <param name="streams">Standard streams.</param>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="HotPathException">HP1001, HP2001, HP2010, HP2011.</exception>
    public static int Run(ConsoleStreams streams, SendArguments arguments)
    {
        using var signals = new StopSignals(
            CommandOptions.GraceSeconds, static (exit, _) => Environment.Exit((int)exit));
        using var command = new SendCommand(streams, arguments, signals);
        return (int)command.Run();
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private ExitCode Run()
    {
        Probe();
        _welcome = _client.Connect();
        if (_welcome is null)
        {
            return Stopped();
        }

        long before = _welcome.Sequence;
        Say(Greeting(_welcome));
        SendStatus status;
        try
        {
            do
            {
                status = SendFile();
                if (status == SendStatus.Rewound)
                {
                    Rewind();
                    before = Math.Min(before, _client.Acknowledged);
                }
            }
            while (status == SendStatus.Rewound);
        }
        catch (OperationCanceledException) when (_signals.Token.IsCancellationRequested)
        {
            return Stopped();
        }

        return status == SendStatus.Stopped ? Stopped() : Done(before);
    }

    private SendStatus SendFile()
    {
        using RecordReader reader = Open();
        reader.SkipLines(_arguments.SkippedLines);
        long first = _client.NextSequence;
        while (reader.Records + 1 < first)
        {
            if (!reader.TryRead(beforeRead: null, out _))
            {
                throw new HotPathException(
                    ErrorCode.InputUnreadable,
                    $"input '{_arguments.Input}' has {reader.Records} records, but {first - 1} of client "
                    + $"'{_arguments.Client}' are acknowledged: it was cut, or the id is another sender's; give the "
                    + "file that was sent, or a client id of its own");
            }
        }

        SteadyPace? pace = Pace();
        while (true)
        {
            if (!TryRead(reader, out ReadOnlySpan<byte> record, out HotPathException? failure))
            {
                // What lies before the place that cannot be read is sent all the same.
                SendStatus flushed = _client.Flush();
                if (flushed == SendStatus.Taken)
                {
                    TellDamage(reader);
                }

                return failure is not null && flushed == SendStatus.Taken ? throw failure : flushed;
            }

            pace?.Wait(reader.Records - first);
            SendStatus status = Send(record);
            if (status != SendStatus.Taken)
            {
                return status;
            }

            Progress();
        }
    }

    private bool TryRead(RecordReader reader, out ReadOnlySpan<byte> record, out HotPathException? failure)
    {
        failure = null;
        try
        {
            return reader.TryRead(Idle, out record);
        }
        catch (HotPathException error) when (error.Code == ErrorCode.InputUnreadable)
        {
            failure = error;
            record = default;
            return false;
        }
    }

    private void TellDamage(RecordReader reader)
    {
        if (reader.Damaged.Count > 0)
        {
            string numbers = string.Join(", ", reader.Damaged.Take(DamagedMax));
            string further = reader.Damaged.Count > DamagedMax ? ", ..." : string.Empty;
            _streams.Messages.WriteLine(
                $"hotpath: {Quantity.Count(reader.Damaged.Count, "damaged part")} of "
                + $"'{_arguments.Input}' went as record {numbers}{further}, which the node rejects; its dead letters "
                + "hold what they begin with");
        }
    }

    private SendStatus Send(ReadOnlySpan<byte> record)
    {
        SendStatus status = _client.TrySend(record);
        while (status == SendStatus.Full)
        {
            _waiting.Start();
            bool goesOn = _client.Work(WaitMs);
            _waiting.Stop();
            Progress();
            status = goesOn ? _client.TrySend(record) : SendStatus.Stopped;
        }

        return _signals.Token.IsCancellationRequested ? SendStatus.Stopped : status;
    }

    // Before the input is asked, which may take long: what was read must not wait for it.
    private void Idle() => _ = _client.Work(waitMs: 0);

    // While a pipe is silent: what was typed must not wait for what will be, also if the node was gone since.
    // Who has nothing to lose lets the node be gone for as long as it likes.
    private void Attend()
    {
        _signals.Token.ThrowIfCancellationRequested();
        if (_client.Acknowledged + 1 < _client.NextSequence)
        {
            _ = _client.Work(waitMs: 0);
            if (_client.Acknowledged + 1 == _client.NextSequence && _client.Flush() == SendStatus.Rewound)
            {
                Rewind();
            }
        }
    }

    private SteadyPace? Pace()
    {
        if (_arguments.Rate == 0)
        {
            return null;
        }

        var clock = Stopwatch.StartNew();
        return new SteadyPace(
            _arguments.Rate,
            () => _signals.Token.IsCancellationRequested ? long.MaxValue : (long)clock.Elapsed.TotalNanoseconds,
            leftNs => _ = _client.Work((int)Math.Clamp(leftNs / NsPerMs, 1, WaitMs)));
    }

    private void Rewind()
    {
        if (!_isFile)
        {
            string pipe = _arguments.Input == StandardInput ? "standard input" : $"pipe '{_arguments.Input}'";
            throw new HotPathException(
                ErrorCode.ConnectionRefused,
                $"the node lost what it acknowledged, from record {_client.NextSequence} on, and {pipe} cannot "
                + "be read again; start anew from its start, or give the node a data directory");
        }

        Say($"the node lost what it acknowledged; going on with record {_client.NextSequence}");
    }

    private void Probe()
    {
        if (_isFile)
        {
            OpenFile().Dispose();
        }
    }

    private RecordReader Open() => new(
        _isFile ? OpenFile : OpenAttended,
        _arguments.Input,
        _welcome!.Format,
        _arguments.Framing,
        _welcome.RecordBytesMax);

    private AttendedStream OpenAttended() =>
        new(_arguments.Input == StandardInput ? _streams.OpenInput : OpenFile, Attend);

    private Stream OpenFile()
    {
        try
        {
            var file = new FileStream(_arguments.Input, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return _arguments.Input.EndsWith(".gz", StringComparison.Ordinal) ? new StrictGzipStream(file) : file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"input '{_arguments.Input}' cannot be opened: "
                + OpenFailure.Text(_arguments.Input, error, "check path and rights", "give a file, one at a time"),
                error);
        }
    }

    private static string Greeting(NodeWelcome welcome)
    {
        string safety = welcome.IsDurable
            ? "acknowledged records are durable"
            : "the node has no data directory: acknowledged records are lost with its process";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"table '{welcome.Table}', format {welcome.Format}; {Quantity.Count(welcome.Sequence, "record")} "
            + $"acknowledged before; {safety}");
    }

    private ExitCode Done(long before)
    {
        string waited = _waiting.ElapsedMilliseconds == 0
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $", {_waiting.Elapsed.TotalSeconds:F1} s without credit");
        Say($"{Quantity.Count(_client.Acknowledged - before, "record")} sent and acknowledged, "
            + $"{_client.Acknowledged} in all{waited}");
        return ExitCode.Ok;
    }

    private ExitCode Stopped()
    {
        Say($"stopped; {Quantity.Count(_client.Acknowledged, "record")} acknowledged, the same command goes on there");
        return _signals.Received ?? ExitCode.Interrupted;
    }

    private void Progress()
    {
        if (_sinceProgress.ElapsedMilliseconds >= ProgressMs)
        {
            _sinceProgress.Restart();
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"record {_client.NextSequence - 1}, {_client.Acknowledged} acknowledged, "
                + $"{_waiting.Elapsed.TotalSeconds:F1} s without credit"));
        }
    }

    private void Say(string text)
    {
        if (!_arguments.IsQuiet)
        {
            _streams.Messages.WriteLine($"hotpath: {text}");
        }
    }
}
