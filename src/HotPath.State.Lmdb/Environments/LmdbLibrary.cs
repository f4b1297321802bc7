using System;
using System.Reflection;
using System.Runtime.InteropServices;
using HotPath.Foundation.Errors;
using LightningDB;

namespace HotPath.State.Lmdb.Environments;

/// <summary>
/// Which native LMDB is used: Debian's <c>liblmdb.so.0</c>, release 0.9. The one that LightningDB brings along is
/// release 1.0: it needs a newer C library than Debian 12 has, and its files are not those of 0.9.
/// </summary>
/// <remarks>Threading: any thread. Source: facts.md 6 and 14.</remarks>
internal static class LmdbLibrary
{
    private const string FileName = "liblmdb.so.0";
    private const string ImportName = "lmdb";

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Loads the library once.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="HotPathException">HP1001: it is missing or of another release.</exception>
    public static string Require() => Loaded.Value;

    private static string Load()
    {
        if (!NativeLibrary.TryLoad(FileName, out _))
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"{FileName} is missing: durable state needs it; run 'apt-get install liblmdb0'");
        }

        NativeLibrary.SetDllImportResolver(typeof(LightningEnvironment).Assembly, Resolve);
        _ = LightningDB.Native.Lmdb.mdb_version(out int major, out int minor, out int patch);
        return major == 0 && minor == 9
            ? $"{major}.{minor}.{patch}"
            : throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"{FileName} is LMDB {major}.{minor}.{patch}: state files need 0.9; install Debian's liblmdb0");
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == ImportName && NativeLibrary.TryLoad(FileName, out nint handle) ? handle : 0;
}
