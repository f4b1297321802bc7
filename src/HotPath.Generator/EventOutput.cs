using System;
using System.IO;
using HotPath.Generator.Delivery;
using HotPath.Generator.Formats;

namespace HotPath.Generator;

/// <summary>One stream of records in one format.</summary>
internal sealed class EventOutput : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly IRecordFormat _format;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _usedBytes;

    public EventOutput(DataFormat format, Stream stream)
    {
        _format = format switch
        {
            DataFormat.Sbe => new SbeFormat(),
            DataFormat.Csv => new CsvFormat(),
            _ => new JsonFormat(),
        };
        _stream = stream;
    }

    /// <summary>A file, emptied.</summary>
    public static EventOutput ToFile(DataFormat format, string path) => new(format, File.Create(path));

    /// <summary>Written so far. Unit: bytes.</summary>
    public long LengthBytes { get; private set; }

    public void Write(in Delivered record)
    {
        if (_buffer.Length - _usedBytes < IRecordFormat.RecordBytesMax)
        {
            Flush();
        }

        int written = _format.Write(record, _buffer.AsSpan(_usedBytes));
        _usedBytes += written;
        LengthBytes += written;
    }

    /// <summary>Hands everything to the stream.</summary>
    public void Flush()
    {
        _stream.Write(_buffer, 0, _usedBytes);
        _stream.Flush();
        _usedBytes = 0;
    }

    public void Dispose() => _stream.Dispose();
}
