using System;
using System.Net.Sockets;
using System.Text;

namespace HotPath.Daemon.Status;

/// <summary>
/// Tells a service manager where the process stands, as systemd's sd_notify does: one datagram a message to the socket
/// that NOTIFY_SOCKET names. Without one it does nothing.
/// </summary>
/// <remarks>A manager that does not listen is no reason to stop: every failure is passed over.</remarks>
internal sealed class ServiceNotifier : IDisposable
{
    private const string Variable = "NOTIFY_SOCKET";

    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _manager;

    private ServiceNotifier(string path)
    {
        // A leading @ stands for Linux's abstract names, which begin with a zero.
        _manager = new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    }

    private ServiceNotifier()
    {
    }

    /// <summary>The manager that the environment names, if any.</summary>
    /// <returns>A notifier; the caller disposes it.</returns>
    public static ServiceNotifier OfEnvironment()
    {
        try
        {
            return Environment.GetEnvironmentVariable(Variable) is { Length: > 1 } path
                ? new ServiceNotifier(path)
                : new ServiceNotifier();
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            return new ServiceNotifier();
        }
    }

    /// <summary>Sends a message.</summary>
    /// <param name="message">Lines such as <c>READY=1</c>.</param>
    public void Send(string message)
    {
        try
        {
            _ = _socket?.SendTo(Encoding.UTF8.GetBytes(message), _manager!);
        }
        catch (SocketException)
        {
            // Nobody listens.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();
}
