using System;
using System.Net.Sockets;

namespace HotPath.Client.Protocol;

/// <summary>Finds out that the other side went without a word: its machine or the way to it is gone.</summary>
/// <remarks>
/// Who only waits would wait for ever, since nothing is sent that could fail. Threading: any thread. Source: tcp(7).
/// </remarks>
public static class PeerProbes
{
    private const int IdleSeconds = 30;
    private const int IntervalSeconds = 10;
    private const int Tries = 3;

    /// <summary>Has the kernel ask after some silence, and end the connection when nothing answers.</summary>
    /// <param name="socket">A connected socket, or one that will be.</param>
    /// <exception cref="SocketException">The connection has gone already.</exception>
    public static void Enable(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, IntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Tries);
    }
}
