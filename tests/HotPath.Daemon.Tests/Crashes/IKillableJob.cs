namespace HotPath.Daemon.Tests.Crashes;

/// <summary>A durable job that may be killed at any moment; <c>NAME</c> is that of a run and of its directory.</summary>
internal interface IKillableJob
{
    /// <summary>Arguments of a durable run.</summary>
    string Arguments(string name);

    /// <summary>Length of all its files. Unit: bytes.</summary>
    long SinkBytes(string name);

    /// <summary>What is wrong with the files of a run that was killed; <see langword="null"/> for nothing.</summary>
    string? Partial(string name);

    /// <summary>Runs to the end of the input, and looks at everything.</summary>
    /// <returns>What is wrong; <see langword="null"/> for nothing.</returns>
    string? Finish(string name);

    /// <summary>Forgets a run.</summary>
    void Delete(string name);
}
