using System;
using System.Globalization;

namespace HotPath.Generator.Nexmark;

/// <summary>A text of an event, written again for the next one.</summary>
internal sealed class NexmarkText
{
    private const int CharsMax = 1_024;

    private readonly char[] _chars = new char[CharsMax];

    /// <summary>Unit: characters.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, Length);

    /// <summary>Forgets the text.</summary>
    /// <returns>This.</returns>
    public NexmarkText Emptied()
    {
        Length = 0;
        return this;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(_chars.AsSpan(Length));
        Length += text.Length;
    }

    public void AppendNumber(int number, ReadOnlySpan<char> format)
    {
        number.TryFormat(_chars.AsSpan(Length), out int written, format, CultureInfo.InvariantCulture);
        Length += written;
    }
}
