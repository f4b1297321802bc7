namespace HotPath.Generator.Shop;

/// <summary>The machines that a shop's events come from.</summary>
internal static class SourceId
{
    public const int Web = 1;
    public const int App = 2;
    public const int Payments = 3;
    public const int BackOffice = 4;

    /// <summary>One more than the greatest.</summary>
    public const int Count = 5;
}
