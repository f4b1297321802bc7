namespace HotPath.Sql.Binding;

/// <summary>Which column of a window table function a column is.</summary>
internal enum WindowBound
{
    None = 0,
    Start = 1,
    End = 2,
    Time = 3,
}
