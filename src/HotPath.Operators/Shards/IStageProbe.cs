using HotPath.Dataflow.Outputs;

namespace HotPath.Operators.Shards;

/// <summary>Hears what comes out of one stage of a statement, and behind which group or row.</summary>
/// <remarks>Threading: the shard's thread. Told of a group before its results, and of each result before the next stage
/// takes it.</remarks>
internal interface IStageProbe
{
    /// <summary>The results that follow are of a group of windows or of first rows.</summary>
    /// <param name="tenant">Id of the tenant; 0 for global.</param>
    /// <param name="entry">State entry with its key.</param>
    /// <param name="shown">State entry with what it shows.</param>
    /// <param name="startMs">Start of its window. Unit: ms.</param>
    /// <param name="endMs">End of its window. Unit: ms.</param>
    void OnGroup(int tenant, nint entry, nint shown, long startMs, long endMs);

    /// <summary>A result of the group at hand goes to the next stage.</summary>
    void OnHandedOn();

    /// <summary>A result of the group at hand has come out, or failed.</summary>
    /// <param name="identity">Identity of the output or the dead letter.</param>
    void OnResult(in OutputIdentity identity);

    /// <summary>The row at hand has become an output as it is: it was late, or failed.</summary>
    /// <param name="identity">The output.</param>
    void OnRow(in OutputIdentity identity);
}
