using System;

namespace HotPath.Conformance.Sbe;

/// <summary>One case of the shared SBE folder.</summary>
/// <param name="Name">Kind and file, for example <c>octets/commerce-v1.PageView.anon</c>.</param>
/// <param name="Run">Null when the case passes, otherwise what differs.</param>
public sealed record SbeCase(string Name, Func<string?> Run)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
