namespace HotPath.Benchmarks.Sbe;

/// <summary>Schemas in the checkout.</summary>
internal static class SbeFiles
{
    public const string Car = "perf/HotPath.Benchmarks.Codecs/Schemas/car.xml";
    public const string Shop = "codecs/commerce/v1/commerce.xml";
}
