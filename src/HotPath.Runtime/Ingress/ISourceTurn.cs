using HotPath.Dataflow.Ports;

namespace HotPath.Runtime.Ingress;

/// <summary>A part of the merge of all inputs: a source, or several in an order of their own.</summary>
public interface ISourceTurn
{
    /// <summary>Whether it ends by itself; what does not is never waited for.</summary>
    bool IsBounded { get; }

    /// <summary>The source whose record was taken last; valid after Row and Rejected.</summary>
    SourceHead? Head { get; }

    /// <summary>Takes the next record. The one taken before is given up.</summary>
    /// <param name="now">Clocks, for paced sources.</param>
    /// <returns>Row, Rejected, Idle (ask again later) or End (never ask again).</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: an input went away.</exception>
    ReadStatus Take(SourceTime now);

    /// <summary>Before the first Take, behind a log that others have filled: the next turn is as if this part had just
    /// given that log's last record.</summary>
    /// <param name="table">Id of that record's table; -1 for none.</param>
    /// <param name="source">Index of its file.</param>
    /// <returns>Whether the record was of this part.</returns>
    bool ResumeAfter(int table, int source);
}
