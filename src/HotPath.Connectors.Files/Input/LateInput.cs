using System;

namespace HotPath.Connectors.Files.Input;

/// <summary>An input that is opened by its first read: opening a named pipe waits for who writes it.</summary>
/// <param name="name">Its path.</param>
/// <param name="open">Opens it.</param>
internal sealed class LateInput(string name, Func<ByteInput> open) : ByteInput(name)
{
    private ByteInput? _opened;

    public override bool IsReplayable => false;

    public override int Read(Span<byte> target)
    {
        _opened ??= open();
        int count = _opened.Read(target);
        IsCutShort = _opened.IsCutShort;
        return count;
    }

    public override void Dispose() => _opened?.Dispose();
}
