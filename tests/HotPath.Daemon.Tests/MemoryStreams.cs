using System;
using System.IO;
using System.Text;
using HotPath.Daemon.Terminals;

namespace HotPath.Daemon.Tests;

/// <summary>Standard streams in memory.</summary>
internal sealed class MemoryStreams
{
    private readonly MemoryStream _output = new();
    private readonly StringWriter _messages = new();

    public string Output => Encoding.UTF8.GetString(_output.ToArray());

    public string Messages => _messages.ToString();

    public ConsoleStreams Streams(string? input = null) => new()
    {
        OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input ?? string.Empty)),
        OpenOutput = () => new Unclosed(_output),
        OpenErrors = () => Stream.Null,
        Messages = _messages,
        IsMessagesTerminal = false,
        IsOutputTerminal = false,
        Columns = static () => 80,
        Rows = static () => 24,
        DetailsFolder = Path.GetTempPath(),
    };

    private sealed class Unclosed(MemoryStream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
