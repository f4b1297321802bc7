namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath doctor</c>.</summary>
/// <param name="DataDirectory">Folder whose disk is looked at and measured.</param>
/// <param name="IsJson">Whether the findings are printed as JSON.</param>
internal sealed record DoctorArguments(string DataDirectory, bool IsJson);
