namespace HotPath.Benchmarks.Codecs.Overlay;

/// <summary>The order by hand with the promise of generated code: the whole frame is checked before any value of it is given.</summary>
public readonly struct OverlayOrderWhole : IOrderReader
{
    /// <inheritdoc/>
    public long Sum(byte[] frame) => OverlayOrder.IsWhole(frame) ? default(OverlayOrder).Sum(frame) : long.MinValue;

    /// <inheritdoc/>
    public long Total(byte[] frame) => default(OverlayOrder).Total(frame);

    /// <inheritdoc/>
    public long Quantity(byte[] frame) => OverlayOrder.IsWhole(frame) ? default(OverlayOrder).Quantity(frame) : long.MinValue;
}
