using System;
using System.Collections.Generic;
using HotPath.Daemon.CommandLine;

namespace HotPath.Daemon.Tests;

/// <summary>Commands that only remember what they were asked.</summary>
internal sealed class RecordingCommands : ICommands
{
    public List<object> Calls { get; } = [];

    public Exception? Throws { get; init; }

    public int Run(RunArguments arguments) => Record(arguments);

    public int Replay(ReplayArguments arguments) => Record(arguments);

    public int Import(ImportArguments arguments) => Record(arguments);

    public int TryJournal(string dataPath) => Record(dataPath);

    public int Explain(ExplainArguments arguments) => Record(arguments);

    public int ExplainOutput(ExplainOutputArguments arguments) => Record(arguments);

    public int State(StateArguments arguments) => Record(arguments);

    public int Why(WhyArguments arguments) => Record(arguments);

    public int Journal(JournalArguments arguments) => Record(arguments);

    public int Schema(SchemaArguments arguments) => Record(arguments);

    public int Generate(GenerateArguments arguments) => Record(arguments);

    public int Tune(TuneArguments arguments) => Record(arguments);

    public int Nexmark(NexmarkArguments arguments) => Record(arguments);

    public int Top(TopArguments arguments) => Record(arguments);

    public int Doctor(DoctorArguments arguments) => Record(arguments);

    public int Send(SendArguments arguments) => Record(arguments);

    private int Record(object arguments)
    {
        Calls.Add(arguments);
        return Throws is null ? 0 : throw Throws;
    }
}
