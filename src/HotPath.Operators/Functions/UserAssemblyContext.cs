using System.Reflection;
using System.Runtime.Loader;

namespace HotPath.Operators.Functions;

/// <summary>
/// Keeps users' assemblies apart from each other; what they share with the engine is the engine's own. Never unloaded:
/// compiled plans hold their methods.
/// </summary>
internal sealed class UserAssemblyContext() : AssemblyLoadContext("functions", isCollectible: false)
{
    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) => null;
}
