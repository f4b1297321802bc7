using System.Collections.Generic;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Terminals;
using HotPath.Foundation.Errors;
using HotPath.Sql.Syntax;

namespace HotPath.Daemon.Commands;

/// <summary>The commands on the real engine.</summary>
internal sealed class EngineCommands : ICommands
{
    private readonly ConsoleStreams _streams;

    /// <summary>Commands.</summary>
    /// <param name="streams">Standard streams.</param>
    public EngineCommands(ConsoleStreams streams) => _streams = streams;

    /// <inheritdoc/>
    public int Run(RunArguments arguments) => Load(arguments.Session);

    /// <inheritdoc/>
    public int Replay(ReplayArguments arguments) => throw Unlinked("replay");

    /// <inheritdoc/>
    public int Import(ImportArguments arguments) => Load(arguments.Session);

    /// <inheritdoc/>
    public int Explain(SessionArguments arguments) => Load(arguments);

    private static HotPathException Unlinked(string command) =>
        new(ErrorCode.NotSupported, $"{command}: the engine is not linked into this build");

    private int Load(SessionArguments session)
    {
        IReadOnlyList<ScriptText> scripts = ScriptFiles.Read(session.Scripts);
        _streams.Messages.WriteLine($"{scripts.Count}");
        throw Unlinked("run");
    }
}
