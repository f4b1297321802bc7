using System;
using HotPath.Sbe.Reading;

namespace HotPath.Conformance.SbeGenerated;

/// <summary>Reads a frame with generated code.</summary>
/// <param name="frame">Header and message.</param>
/// <param name="consumedBytes">Octets of the message that the schema knows. Unit: bytes.</param>
/// <param name="isTailUnread">Whether a newer version knows more.</param>
/// <returns>What is wrong, if anything.</returns>
internal delegate SbeError CheckFrame(ReadOnlySpan<byte> frame, out int consumedBytes, out bool isTailUnread);

/// <summary>Prints a message with generated code.</summary>
/// <param name="frame">A frame that was checked.</param>
/// <returns>JSON.</returns>
internal delegate string PrintFrame(ReadOnlySpan<byte> frame);

/// <summary>Reads every member of a message with generated code, and writes it again.</summary>
/// <param name="frame">A frame that was checked.</param>
/// <param name="to">Room for the copy.</param>
/// <returns>Length of the copy. Unit: bytes.</returns>
internal delegate int CopyFrame(ReadOnlySpan<byte> frame, Span<byte> to);
