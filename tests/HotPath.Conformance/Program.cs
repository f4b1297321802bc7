namespace HotPath.Conformance;

internal static class Program
{
    private static int Main() => 3;
}
