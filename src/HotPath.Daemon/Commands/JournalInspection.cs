using System.Globalization;
using System.IO;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Reports;
using HotPath.Daemon.Terminals;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath journal</c>: rows to standard output, what they amount to to standard error.</summary>
internal sealed class JournalInspection
{
    private const string JournalFolder = "journal";

    private readonly ConsoleStreams _streams;
    private readonly IDurableStorage _storage = default(DiskDurableStorage);
    private readonly NativeHeap _heap = new();
    private readonly string _directory;

    /// <summary>An inspection.</summary>
    /// <param name="streams">Standard streams.</param>
    /// <param name="dataPath">Data directory.</param>
    public JournalInspection(ConsoleStreams streams, string dataPath)
    {
        _streams = streams;
        _directory = Path.Combine(dataPath, JournalFolder);
    }

    /// <summary>Shows one view.</summary>
    /// <param name="view">The view.</param>
    /// <exception cref="HotPathException">HP2001: there is no journal. HP2008: it is damaged.</exception>
    public void Show(JournalView view)
    {
        if (_storage.ListFiles(_directory).Count == 0)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{_directory}: there is no journal; give --data the directory of a run that was durable");
        }

        using var output = new OutputPipe(_streams.OpenOutput(), static () => { }, static () => { });
        using var text = new StreamWriter(output);
        if (view == JournalView.Segments)
        {
            ListSegments(text);
        }
        else
        {
            ReadFrames(output, view == JournalView.Frames ? text : null);
        }
    }

    private void ListSegments(StreamWriter text)
    {
        JournalCatalog catalog = JournalCatalog.Open(_storage, _heap, _directory);
        text.WriteLine("segment,first_position,end_position,file_bytes,file");
        foreach (JournalSegment segment in catalog.Segments)
        {
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{segment.Number},{segment.FirstPosition},{segment.EndPosition},{segment.LengthBytes},"
                + $"{segment.Path}"));
        }

        _streams.Messages.WriteLine(Describe(catalog));
    }

    private void ReadFrames(OutputPipe output, StreamWriter? text)
    {
        using var reader = new JournalReader(_storage, _heap, _directory);
        text?.WriteLine("position,type,table,tenant,source,record,bytes");
        long frames = 0;
        while (!output.IsReaderGone && reader.TryRead(out FrameFlyweight frame))
        {
            frames++;
            text?.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{frame.Position},{frame.Type},{frame.Table},{frame.Tenant},{frame.Source},{frame.SourceOffset},"
                + $"{frame.LengthBytes}"));
        }

        if (text is null)
        {
            _streams.Messages.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"journal whole: {Quantity.Count(frames, "frame")}, chain {reader.Catalog.Chain:x16}"));
        }

        if (!output.IsReaderGone)
        {
            _streams.Messages.WriteLine(Describe(reader.Catalog));
        }
    }

    private static string Describe(JournalCatalog catalog) => string.Create(
        CultureInfo.InvariantCulture,
        $"node {catalog.NodeId}: {Quantity.Count(catalog.Segments.Count, "segment")}, positions "
        + $"{catalog.FirstPosition} to {catalog.EndPosition}, proven durable to {catalog.DurablePosition}, torn tail "
        + $"{Quantity.Count(catalog.TornBytes, "byte")}");
}
