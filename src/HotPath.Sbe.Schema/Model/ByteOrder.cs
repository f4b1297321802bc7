namespace HotPath.Sbe.Schema.Model;

/// <summary>Order of the octets of every number of a schema, headers and lengths included.</summary>
public enum ByteOrder
{
    /// <summary>Least significant octet first.</summary>
    LittleEndian = 0,

    /// <summary>Most significant octet first.</summary>
    BigEndian = 1,
}
