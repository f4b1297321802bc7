using System;
using System.IO;
using System.Threading;
using HotPath.Foundation.Errors;

namespace HotPath.Generator.Nexmark;

/// <summary>Writes a Nexmark stream. Equal options give equal bytes.</summary>
/// <remarks>Threading: single-threaded.</remarks>
public sealed class NexmarkGeneration
{
    private const int BufferBytes = 1 << 20;

    private readonly NexmarkOptions _options;
    private readonly IPace? _pace;

    /// <summary>A stream to be written.</summary>
    /// <param name="options">What it is like.</param>
    /// <param name="pace">When events are due; <see langword="null"/> for as fast as possible.</param>
    /// <exception cref="HotPathException">HP1001: an option is out of its range.</exception>
    public NexmarkGeneration(NexmarkOptions options, IPace? pace = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _pace = pace;
        if (!options.HasPossibleDisorder)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"--out-of-order {options.DisorderGroup}: {NexmarkOptions.DisorderRule}");
        }
    }

    /// <summary>Writes it.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="format">csv or json.</param>
    /// <param name="stopping">Ends it early, when nobody reads any more.</param>
    /// <returns>Unit: bytes.</returns>
    /// <exception cref="HotPathException">HP1001: another format. HP2002: it cannot be written.</exception>
    public long Write(Stream stream, DataFormat format, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (format is not (DataFormat.Csv or DataFormat.Json))
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid, "--format sbe: Nexmark has no SBE schema; give csv or json");
        }

        try
        {
            return Run(stream, format == DataFormat.Json, stopping);
        }
        catch (IOException error)
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"the events cannot be written: {error.Message}; free space and run again",
                error);
        }
    }

    private long Run(Stream stream, bool isJson, CancellationToken stopping)
    {
        var events = new NexmarkStream(_options);
        var buffer = new byte[BufferBytes];
        int used = 0;
        long lengthBytes = 0;
        for (long i = 0; i < _options.Events && !stopping.IsCancellationRequested; i++)
        {
            bool isDue = _pace?.IsDue(i) != false;
            if (!isDue || BufferBytes - used < NexmarkLines.LineBytesMax)
            {
                stream.Write(buffer, 0, used);
                stream.Flush();
                used = 0;
            }

            if (!isDue)
            {
                _pace!.Wait(i);
            }

            NexmarkEvent next = events.Next();
            int written = isJson
                ? NexmarkLines.WriteJson(next, buffer.AsSpan(used))
                : NexmarkLines.WriteCsv(next, buffer.AsSpan(used));
            used += written;
            lengthBytes += written;
        }

        stream.Write(buffer, 0, used);
        stream.Flush();
        return lengthBytes;
    }
}
