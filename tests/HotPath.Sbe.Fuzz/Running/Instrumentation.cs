using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using SharpFuzz;
using SharpFuzz.Common;

namespace HotPath.Sbe.Fuzz.Running;

/// <summary>Makes assemblies tell AFL++ which branches they take.</summary>
internal static class Instrumentation
{
    private const int TraceBytes = 64 * 1024;

    /// <summary>Lets changed code run before AFL++ listens: what it tells goes nowhere.</summary>
    public static unsafe void TellNobody() => Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(TraceBytes);

    /// <summary>Changes an assembly in place.</summary>
    /// <param name="path">Its file.</param>
    /// <returns>Number of types that were changed.</returns>
    public static int Apply(string path) => Fuzzer.Instrument(path, static _ => true, Options.Value).Count();

    /// <summary>Changes an assembly that is no file yet.</summary>
    /// <param name="image">The assembly.</param>
    /// <returns>The changed one.</returns>
    public static byte[] Rewrite(byte[] image)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".dll");
        File.WriteAllBytes(path, image);
        try
        {
            _ = Apply(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
