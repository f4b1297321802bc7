namespace HotPath.Generator;

/// <summary>When records are due. The generator itself reads no clock.</summary>
public interface IPace
{
    /// <summary>Whether a record may go out now.</summary>
    /// <param name="record">Number of the record, from 0.</param>
    /// <returns>False while it is not due.</returns>
    bool IsDue(long record);

    /// <summary>Waits until a record is due.</summary>
    /// <param name="record">Number of the record, from 0.</param>
    void Wait(long record);
}
