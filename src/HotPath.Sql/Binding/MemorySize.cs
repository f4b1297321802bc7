using HotPath.Foundation.Text;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>Sizes as Flink's options write them: a number and a unit of 1024 bytes and its powers.</summary>
internal static class MemorySize
{
    /// <summary>The value of an option.</summary>
    /// <param name="set">The option.</param>
    /// <param name="diagnostics">Told when it is not a positive size.</param>
    /// <returns>Unit: bytes; 0 when it is not.</returns>
    public static long Read(SetStatement set, DiagnosticBag diagnostics)
    {
        if (ByteSize.TryRead(set.Value, out long bytes))
        {
            return bytes;
        }

        diagnostics.Error(
            set.Place, set.Value, $"'{set.Key}' must be a size like '512 mb', above 0, not '{set.Value}'");
        return 0;
    }
}
