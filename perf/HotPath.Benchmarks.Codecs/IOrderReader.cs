namespace HotPath.Benchmarks.Codecs;

/// <summary>A way to read orders, and parts of one.</summary>
public interface IOrderReader : IMessageReader
{
    /// <summary>Checks what is in front of a field, and reads the field.</summary>
    /// <param name="frame">Exactly the message.</param>
    /// <returns>Total of the order. Unit: 1/10000.</returns>
    long Total(byte[] frame);

    /// <summary>Checks a message and walks its lines.</summary>
    /// <param name="frame">Exactly the message.</param>
    /// <returns>Sum of one field of all lines.</returns>
    long Quantity(byte[] frame);
}
