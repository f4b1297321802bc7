using System.Collections.Generic;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>A table or view that could not be created.</summary>
internal sealed class BrokenName(string name, IReadOnlyList<Diagnostic> refusals, IReadOnlyList<string> dependsOn)
{
    public string Name { get; } = name;

    /// <summary>Constructs outside the dialect, when nothing else is wrong with it.</summary>
    public IReadOnlyList<Diagnostic> Refusals { get; } = refusals;

    /// <summary>Broken views that it is built on.</summary>
    public IReadOnlyList<string> DependsOn { get; } = dependsOn;

    public bool IsUsed { get; set; }
}
