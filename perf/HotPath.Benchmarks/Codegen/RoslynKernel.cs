using System;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HotPath.Benchmarks.Codegen;

/// <summary>The kernel as C# text, compiled in the process by Roslyn and loaded.</summary>
public static class RoslynKernel
{
    private const string Source = """
        using HotPath.Benchmarks.Codegen;
        using HotPath.Foundation.Memory;

        public static class Kernel
        {
            public static void Run(nint rows, int rowCount, nint cells, long mask)
            {
                nint row = rows;
                for (int i = 0; i < rowCount; i++, row += 104)
                {
                    int presence = Raw.Read<byte>(row + 8);
                    if ((presence & 2) == 0 || Raw.Read<int>(row + 24) > 2)
                    {
                        continue;
                    }

                    nint cell = CellTable.Find(cells, mask, Raw.Read<long>(row + 16));
                    Raw.Ref<long>(cell + 16) += 1;
                    if ((presence & 4) != 0)
                    {
                        Raw.Ref<long>(cell + 24) += Raw.Read<long>(row + 32);
                    }
                }
            }
        }
        """;

    /// <summary>Compiles the kernel.</summary>
    /// <returns>The kernel.</returns>
    /// <exception cref="InvalidOperationException">The text does not compile.</exception>
    public static QueryKernel Compile()
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        PortableExecutableReference[] references = [.. platform.Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "HotPath.Foundation.dll"
                or "HotPath.Benchmarks.dll")
            .Select(p => MetadataReference.CreateFromFile(p))];
        var compilation = CSharpCompilation.Create(
            "HotPath.Generated",
            [CSharpSyntaxTree.ParseText(Source)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join("; ", result.Diagnostics));
        }

        image.Position = 0;
        Type kernel = new AssemblyLoadContext(null).LoadFromStream(image).GetType("Kernel")!;
        return kernel.GetMethod("Run")!.CreateDelegate<QueryKernel>();
    }
}
