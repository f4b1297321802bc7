using System;
using System.IO;

namespace HotPath.Connectors.Files.Tests;

/// <summary>A stream whose reader has gone.</summary>
internal sealed class FailingStream : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
}
