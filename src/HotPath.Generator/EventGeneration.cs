using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Foundation.Errors;
using HotPath.Generator.Answers;
using HotPath.Generator.Delivery;
using HotPath.Generator.Scripts;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Generator;

/// <summary>
/// Makes the events of some shops and the answers to them: what happens (<see cref="Shop"/>), how it arrives
/// (<see cref="Delivery"/>), how it is written (<see cref="Formats"/>), and what follows from what was written
/// (<see cref="Answers"/>).
/// </summary>
/// <remarks>A function of the options. Threading: single-threaded.</remarks>
public sealed class EventGeneration
{
    private readonly GeneratorOptions _options;
    private readonly IPace? _pace;

    /// <summary>A generation.</summary>
    /// <param name="options">What is made.</param>
    /// <param name="pace">When; null for as fast as possible.</param>
    public EventGeneration(GeneratorOptions options, IPace? pace = null)
    {
        _options = options;
        _pace = pace;
    }

    /// <summary>
    /// Makes a folder: events in each format, scripts that read and ask them, the schema, and the answers.
    /// </summary>
    /// <param name="folder">Folder; made if it is not there.</param>
    /// <param name="formats">Each once.</param>
    /// <param name="hasAnswers">Whether answers are computed, for which ids and visits are held in memory.</param>
    /// <returns>Length of the events' files together. Unit: bytes.</returns>
    /// <exception cref="HotPathException">
    /// HP1001: the folder is a file, or holds something else. HP2002: a file cannot be written, or another run writes
    /// there.
    /// </exception>
    public long WriteFolder(string folder, IReadOnlyList<DataFormat> formats, bool hasAnswers)
    {
        ArgumentNullException.ThrowIfNull(formats);
        try
        {
            using SafeFileHandle claim = DataFolder.Claim(folder);
            DataFolder.Prepare(folder);
            DataReadme.WriteUnfinished(folder);
            List<EventOutput> outputs = [];
            try
            {
                foreach (DataFormat format in formats)
                {
                    string file = Path.Combine(folder, DataFiles.Events(format));
                    outputs.Add(EventOutput.ToFile(format, file));
                }

                AnswerBook? answers = hasAnswers ? new AnswerBook(_options) : null;
                Run(outputs, answers, CancellationToken.None);
                answers?.Write(Path.Combine(folder, DataFiles.Answers));
            }
            finally
            {
                outputs.ForEach(static output => output.Dispose());
            }

            DataFiles.WriteSchema(folder);
            foreach (DataFormat format in formats)
            {
                DataScripts.Write(folder, _options, format);
            }

            DataReadme.Write(folder, _options, formats); // last: it says that everything is there
            return outputs.Sum(static output => output.LengthBytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"cannot write '{folder}': {error.Message.TrimEnd('.')}; name another folder, or free space, and run "
                + "again",
                error);
        }
    }

    /// <summary>Writes the events alone.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="format">How.</param>
    /// <param name="stopping">Ends it early, when nobody reads any more.</param>
    /// <returns>Unit: bytes.</returns>
    public long WriteStream(Stream stream, DataFormat format, CancellationToken stopping)
    {
        using var output = new EventOutput(format, stream);
        Run([output], answers: null, stopping);
        return output.LengthBytes;
    }

    /// <summary>The records, for whoever looks at them one by one.</summary>
    /// <returns>All of them, in the order in which they arrive.</returns>
    internal IEnumerable<Delivered> Records()
    {
        DeliveryLine line = DeliveryLine.Of(_options);
        for (long record = 0; record < _options.Events; record++)
        {
            yield return line.Next();
        }
    }

    private void Run(List<EventOutput> outputs, AnswerBook? answers, CancellationToken stopping)
    {
        long number = 0;
        foreach (Delivered record in Records())
        {
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            if (_pace is not null && !_pace.IsDue(number))
            {
                outputs.ForEach(static output => output.Flush());
                _pace.Wait(number);
            }

            foreach (EventOutput output in outputs)
            {
                output.Write(record);
            }

            answers?.Add(record);
            number++;
        }

        outputs.ForEach(static output => output.Flush());
    }
}
