using System;
using System.Buffers;
using System.Text;
using System.Text.Json;

namespace HotPath.Sbe.Generated;

/// <summary>JSON as a string, for the debugger and for logs; allocates.</summary>
public sealed class SbeJsonText : IDisposable
{
    private readonly ArrayBufferWriter<byte> _octets = new();

    /// <summary>Creates an empty text.</summary>
    public SbeJsonText() => Writer = new Utf8JsonWriter(_octets);

    /// <summary>Where to write.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>What was written.</summary>
    /// <returns>JSON.</returns>
    public override string ToString()
    {
        Writer.Flush();
        return Encoding.UTF8.GetString(_octets.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => Writer.Dispose();
}
