using System;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Windows;

/// <summary>What may close a window, as queries show it.</summary>
/// <remarks>The texts are data of the assembly, which never moves.</remarks>
internal static class WindowClosing
{
    /// <summary>The watermark, which a row or the end of the input has raised.</summary>
    public static Utf8View Watermark => View("watermark"u8);

    /// <summary>The watermark, because a partition that held it has been left out as idle.</summary>
    public static Utf8View Idle => View("idle"u8);

    /// <summary>The clock on the wall: nothing has come for as long as the statement waits.</summary>
    public static Utf8View Timeout => View("timeout"u8);

    private static Utf8View View(ReadOnlySpan<byte> text) => new(Raw.AddressOf(text), text.Length);
}
