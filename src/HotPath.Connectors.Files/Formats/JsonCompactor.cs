using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using HotPath.Connectors.Files.Sinks;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Hashing;

namespace HotPath.Connectors.Files.Formats;

/// <summary>
/// Writes a nested value back as Jackson's tree does: no blanks, numbers with a fraction as Java doubles, and of a name
/// that an object has twice the last value, at the place of the first.
/// </summary>
/// <remarks>
/// Threading: single-threaded. Allocates only for an object with more members, or a longer text, than any before. The
/// recursion is as deep as the text, which <see cref="JsonScanner"/> limits.
/// </remarks>
internal sealed class JsonCompactor
{
    private readonly ByteBuilder _scratch = new();
    private readonly List<int> _hashes = [];
    private readonly List<Member> _members = [];

    /// <summary>Appends a value.</summary>
    /// <param name="text">A value checked by <see cref="JsonScanner"/>.</param>
    /// <param name="target">Where it goes.</param>
    public void Compact(ReadOnlySpan<byte> text, ByteBuilder target)
    {
        var scanner = new JsonScanner(text, 0);
        _hashes.Clear();
        _members.Clear();
        AppendValue(ref scanner, text, target);
    }

    private void AppendValue(ref JsonScanner scanner, ReadOnlySpan<byte> text, ByteBuilder target)
    {
        switch (scanner.Peek())
        {
            case '{':
                AppendObject(ref scanner, text, target);
                break;
            case '[':
                AppendArray(ref scanner, text, target);
                break;
            default:
                _ = scanner.TryValue(out JsonValue value);
                AppendScalar(text.Slice(value.Start, value.LengthBytes), value, target);
                break;
        }
    }

    private void AppendArray(ref JsonScanner scanner, ReadOnlySpan<byte> text, ByteBuilder target)
    {
        _ = scanner.TryPass((byte)'[');
        target.Append((byte)'[');
        while (!scanner.TryPass((byte)']'))
        {
            if (scanner.TryPass((byte)','))
            {
                target.Append((byte)',');
            }

            AppendValue(ref scanner, text, target);
        }

        target.Append((byte)']');
    }

    private void AppendObject(ref JsonScanner scanner, ReadOnlySpan<byte> text, ByteBuilder target)
    {
        int first = _members.Count;
        _ = scanner.TryPass((byte)'{');
        target.Append((byte)'{');
        while (!scanner.TryPass((byte)'}'))
        {
            int separator = target.LengthBytes;
            if (scanner.TryPass((byte)','))
            {
                target.Append((byte)',');
            }

            int name = target.LengthBytes;
            _ = scanner.TryText(out JsonValue value);
            AppendScalar(text.Slice(value.Start, value.LengthBytes), value, target);
            int member = IndexOf(first, name, target);
            _ = scanner.TryPass((byte)':');
            target.Append((byte)':');
            int start = target.LengthBytes;
            AppendValue(ref scanner, text, target);
            if (_members[member].Name == name)
            {
                _members[member] = new Member(name, start - 1, start, target.LengthBytes);
            }
            else
            {
                Replace(member, separator, start, target);
            }
        }

        target.Append((byte)'}');
        _hashes.RemoveRange(first, _hashes.Count - first);
        _members.RemoveRange(first, _members.Count - first);
    }

    /// <summary>Member of the innermost object that has the name at the end; a new one when none has it yet.</summary>
    private int IndexOf(int first, int name, ByteBuilder target)
    {
        ReadOnlySpan<byte> text = target.Written[name..];
        int hash = unchecked((int)StableHash.Of(text));
        for (int at = first; at < _hashes.Count; at++)
        {
            int step = CollectionsMarshal.AsSpan(_hashes)[at..].IndexOf(hash);
            if (step < 0)
            {
                break;
            }

            at += step;
            Member member = _members[at];
            if (target.Written[member.Name..member.NameEnd].SequenceEqual(text))
            {
                return at;
            }
        }

        _hashes.Add(hash);
        _members.Add(new Member(name, target.LengthBytes, 0, 0));
        return _members.Count - 1;
    }

    /// <summary>Moves the value at the end to the place of an earlier one; its own name goes.</summary>
    private void Replace(int earlier, int separator, int start, ByteBuilder target)
    {
        Member replaced = _members[earlier];
        int grown = target.LengthBytes - start - (replaced.End - replaced.Start);
        _scratch.Clear();
        _scratch.Append(target.Written[start..]);
        _scratch.Append(target.Written[replaced.End..separator]);
        target.CutTo(replaced.Start);
        target.Append(_scratch.Written);
        _members[earlier] = replaced with { End = replaced.End + grown };
        for (int i = earlier + 1; i < _members.Count; i++)
        {
            Member later = _members[i];
            _members[i] = new Member(
                later.Name + grown, later.NameEnd + grown, later.Start + grown, later.End + grown);
        }
    }

    private void AppendScalar(ReadOnlySpan<byte> text, JsonValue value, ByteBuilder target)
    {
        if (value.Kind == JsonKind.Text)
        {
            _scratch.Clear();
            JsonText.Unescape(text, _scratch);
            JsonText.Quote(_scratch.Written, target);
        }
        else if (value.Kind == JsonKind.Number && text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
        {
            _ = SqlParse.Double(text, out double number);
            bool isFinite = double.IsFinite(number);
            target.Append(isFinite ? [] : "\""u8);
            target.Advance(SqlText.FormatDouble(number, target.Reserve(SqlText.MaxLengthBytes)));
            target.Append(isFinite ? [] : "\""u8);
        }
        else
        {
            target.Append(text.SequenceEqual("-0"u8) ? "0"u8 : text);
        }
    }

    /// <summary>Where a member of an object stands in the target. Unit: bytes from its start.</summary>
    private readonly record struct Member(int Name, int NameEnd, int Start, int End);
}
