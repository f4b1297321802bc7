using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using HotPath.Client.Protocol;
using HotPath.Foundation.Errors;

namespace HotPath.Client;

/// <summary>Where a client sends to, who it is, and what it may cost.</summary>
public sealed record IngressClientOptions
{
    /// <summary>Name or address of the node.</summary>
    public required string Host { get; init; }

    /// <summary>Port of the table. Range: 1 to 65,535.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// Who sends: the node numbers records by it across connections, so it must be one sender's own. 1 to 64 letters,
    /// digits, dots, dashes and underscores.
    /// </summary>
    public required string Client { get; init; }

    /// <summary>
    /// How long a node that does not answer is tried again before the client gives up. Unit: ms. Range: 0 or more.
    /// Default: 1 min.
    /// </summary>
    public int RetryMs { get; init; } = 60_000;

    /// <summary>
    /// How long a connection and its welcome may take, within <see cref="RetryMs"/> unless that is 0. Unit: ms. Range:
    /// 1 or more. Default: 10 s.
    /// </summary>
    public int ConnectMs { get; init; } = 10_000;

    /// <summary>
    /// Records that are held until they are acknowledged. Unit: bytes. Range: 4 KiB to 1 GiB. Default: 8 MiB.
    /// </summary>
    public int BufferBytesMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>Ends every wait.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Told when a connection is lost and when there is one again: one line.</summary>
    public Action<string>? OnNotice { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="HotPathException">HP1001: all problems at once.</exception>
    public void Validate()
    {
        const int LeastBuffer = 4 * 1024;
        const int MostBuffer = 1024 * 1024 * 1024;
        var problems = new List<string>();
        Check(problems, !string.IsNullOrWhiteSpace(Host), $"host '{Host}': name a node");
        Check(problems, Port is >= 1 and <= 65_535, $"port {Port}: must be 1 to 65535");
        Check(
            problems,
            IngressProtocol.IsClient(Encoding.UTF8.GetBytes(Client ?? string.Empty)),
            $"client '{Client}': must be 1 to {IngressProtocol.ClientBytesMax} letters, digits, dots, dashes and "
            + "underscores");
        Check(problems, RetryMs >= 0, $"retry {RetryMs}: must not be negative");
        Check(problems, ConnectMs >= 1, $"connect {ConnectMs}: must be positive");
        Check(
            problems,
            BufferBytesMax is >= LeastBuffer and <= MostBuffer,
            $"buffer {BufferBytesMax}: must be {LeastBuffer} to {MostBuffer} bytes");
        if (problems.Count > 0)
        {
            throw new HotPathException(ErrorCode.ConfigurationInvalid, string.Join("; ", problems));
        }
    }

    private static void Check(List<string> problems, bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
