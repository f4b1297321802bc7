namespace HotPath.Dataflow.Ports;

/// <summary>
/// A source whose rows lie in memory as ingress needs them, so that it can show many at once: a call a run in place of
/// a call a row.
/// </summary>
/// <remarks>Threading: single-threaded. Allocates nothing.</remarks>
public interface IRowRunSource : ITableSource
{
    /// <summary>
    /// Takes the next records, as far as they are rows, lie in memory already and have room in the run. None, when the
    /// next record is anything else: then <see cref="ITableSource.Read"/> gives it.
    /// </summary>
    /// <param name="run">Begun; filled in. Its rows stay where they are until the source is read again.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: the input cannot be read. HP2003: it is damaged.
    /// </exception>
    void ReadRun(RowRun run);
}
