using System.CommandLine;
using HotPath.Disruptor.Agents;

namespace HotPath.Daemon.CommandLine;

/// <summary>The options that say how the engine runs.</summary>
internal sealed class EngineOptions
{
    private readonly Option<string> _threads = CommandOptions.Threads();
    private readonly Option<int> _shards = CommandOptions.Shards();
    private readonly Option<int> _batch = CommandOptions.Batch();
    private readonly Option<IdleMode> _idle = ThreadOptions.Idle();
    private readonly Option<string> _cores = ThreadOptions.Cores();
    private readonly Option<int> _nice = ThreadOptions.Nice();

    /// <summary>Adds them to a command that runs.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        AddThreadsTo(command);
        command.Add(_batch);
    }

    /// <summary>Adds those that say which threads there are and how they run.</summary>
    /// <param name="command">The command.</param>
    public void AddThreadsTo(Command command)
    {
        command.Add(_threads);
        command.Add(_shards);
        command.Add(_idle);
        command.Add(_cores);
        command.Add(_nice);
    }

    /// <summary>What was given.</summary>
    /// <param name="result">The parsed line.</param>
    /// <returns>How the engine runs.</returns>
    public EngineArguments Read(ParseResult result) => new()
    {
        Threads = result.GetRequiredValue(_threads),
        Shards = result.GetRequiredValue(_shards),
        BatchFrames = result.GetValue(_batch), // 0 for a command that does not run
        Idle = result.GetRequiredValue(_idle),
        Cores = result.GetRequiredValue(_cores),
        Nice = result.GetRequiredValue(_nice),
    };
}
