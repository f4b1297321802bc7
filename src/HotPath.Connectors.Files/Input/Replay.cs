using HotPath.Foundation.Errors;

namespace HotPath.Connectors.Files.Input;

/// <summary>Why a source cannot go on where an earlier run stood.</summary>
internal static class Replay
{
    public static HotPathException NotReplayable(string name, string table) => new(
        ErrorCode.ConfigurationInvalid,
        $"input '{name}' cannot be read again after a restart, which a durable run needs: a pipe has no place to go on "
        + $"from; say which column tells its events apart, SET 'hotpath.table.{table}.event-id' = '<column>', and give "
        + "it from its start again; or write it to a file first and name that, or run without '--data'");

    public static HotPathException SeveralLogs(string name) => new(
        ErrorCode.ConfigurationInvalid,
        $"input '{name}' is one of several recorded logs of a table, whose file numbers overlap, so that a durable run "
        + "could not go on in the right one; give each log a table of its own, or run without '--data'");

    public static HotPathException TooFew(string name, long found, long expected) => new(
        ErrorCode.InputUnreadable,
        $"input '{name}' holds {found} records, but {expected} of it were read before: it was cut or replaced; put the "
        + "file back as it was, or start anew with an empty data directory");
}
