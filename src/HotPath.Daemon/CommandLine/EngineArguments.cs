namespace HotPath.Daemon.CommandLine;

/// <summary>How the engine runs. None of it changes results.</summary>
internal sealed record EngineArguments
{
    /// <summary>Thread plan, or <c>auto</c>.</summary>
    public required string Threads { get; init; }

    /// <summary>Shards; 0 chooses from the cores.</summary>
    public required int Shards { get; init; }

    /// <summary>Most frames a stage takes in one turn. Unit: frames.</summary>
    public required int BatchFrames { get; init; }
}
