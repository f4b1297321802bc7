namespace HotPath.Daemon.CommandLine;

/// <summary>What the commands do; the tree only reads the command line.</summary>
internal interface ICommands
{
    /// <summary>Runs scripts.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Run(RunArguments arguments);

    /// <summary>Runs a recorded log again and compares.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Replay(ReplayArguments arguments);

    /// <summary>Records a table's input.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Import(ImportArguments arguments);

    /// <summary>Evaluates what lies behind the newest checkpoint; for a start that suspects a row of it.</summary>
    /// <param name="dataPath">Data directory.</param>
    /// <returns>Exit code.</returns>
    int TryJournal(string dataPath);

    /// <summary>Prints the plan.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Explain(ExplainArguments arguments);

    /// <summary>Says how one output came about.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int ExplainOutput(ExplainOutputArguments arguments);

    /// <summary>Looks into the state of a data directory.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int State(StateArguments arguments);

    /// <summary>Says what holds each watermark.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Why(WhyArguments arguments);

    /// <summary>Looks into the journal of a data directory.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Journal(JournalArguments arguments);

    /// <summary>Checks, dumps or lays out SBE schemas.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Schema(SchemaArguments arguments);

    /// <summary>Sends records to a node.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Send(SendArguments arguments);

    /// <summary>Makes events and the answers to them.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Generate(GenerateArguments arguments);

    /// <summary>Makes the events of a benchmark.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Nexmark(NexmarkArguments arguments);

    /// <summary>Looks at the machine.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Doctor(DoctorArguments arguments);

    /// <summary>Shows what a node does.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Top(TopArguments arguments);

    /// <summary>Changes how a running node's threads wait.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    int Tune(TuneArguments arguments);
}
