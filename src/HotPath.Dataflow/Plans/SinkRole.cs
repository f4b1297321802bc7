namespace HotPath.Dataflow.Plans;

/// <summary>What a sink is.</summary>
public enum SinkRole
{
    /// <summary>A table named by INSERT INTO.</summary>
    Table = 0,

    /// <summary>The changelog of a bare SELECT, printed in the format of <c>--output</c>.</summary>
    Select = 1,

    /// <summary>Rejected inputs and failed rows.</summary>
    DeadLetters = 2,
}
