using System.Reflection;

namespace HotPath.Daemon;

/// <summary>The version as <c>--version</c> prints it and reports carry it.</summary>
internal static class ProductVersion
{
    /// <summary>Version, with the commit where the build knows it.</summary>
    public static readonly string Text =
        typeof(ProductVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
