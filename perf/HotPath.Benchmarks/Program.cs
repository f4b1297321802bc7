using System;
using HotPath.Benchmarks.Codegen;

namespace HotPath.Benchmarks;

internal static class Program
{
    private const string Usage = """
        usage: scripts/bench NAME
          codegen        ways of compiling a query kernel: start-up and ns/row
        """;

    private static int Main(string[] arguments) => arguments switch
    {
        ["codegen"] => CodegenHarness.Run(),
        ["codegen-child", string way] => CodegenHarness.RunInChild(way),
        _ => Help(),
    };

    private static int Help()
    {
        Console.Error.WriteLine(Usage);
        return 3;
    }
}
