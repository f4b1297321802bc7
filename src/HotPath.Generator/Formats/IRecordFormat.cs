using System;
using HotPath.Generator.Delivery;

namespace HotPath.Generator.Formats;

/// <summary>Writes records in one format.</summary>
internal interface IRecordFormat
{
    /// <summary>Most that a record takes. Unit: bytes.</summary>
    const int RecordBytesMax = 8_192;

    /// <summary>Writes a record.</summary>
    /// <param name="record">Event or poison.</param>
    /// <param name="target">Room for <see cref="RecordBytesMax"/>.</param>
    /// <returns>Unit: bytes.</returns>
    int Write(in Delivered record, Span<byte> target);
}
