namespace HotPath.Generator.Answers;

/// <summary>Steps from looking to paying, in their order.</summary>
internal enum FunnelStep
{
    None,
    Viewed,
    Carted,
    Ordered,
    Paid,
}
