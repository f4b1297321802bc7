using System;
using System.Collections.Generic;
using System.Numerics;
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
    private readonly List<Member> _members = [];
    private int[] _places = new int[16];

    /// <summary>Appends a value.</summary>
    /// <param name="text">A value checked by <see cref="JsonScanner"/>.</param>
    /// <param name="target">Where it goes.</param>
    public void Compact(ReadOnlySpan<byte> text, ByteBuilder target)
    {
        var scanner = new JsonScanner(text, 0);
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
        int begin = target.LengthBytes;
        _ = scanner.TryPass((byte)'{');
        target.Append((byte)'{');
        while (!scanner.TryPass((byte)'}'))
        {
            if (scanner.TryPass((byte)','))
            {
                target.Append((byte)',');
            }

            int name = target.LengthBytes;
            _ = scanner.TryText(out JsonValue value);
            AppendScalar(text.Slice(value.Start, value.LengthBytes), value, target);
            int nameEnd = target.LengthBytes;
            _ = scanner.TryPass((byte)':');
            target.Append((byte)':');
            AppendValue(ref scanner, text, target);
            _members.Add(new Member(name, nameEnd, target.LengthBytes, _members.Count));
        }

        if (FindRepeated(first, target))
        {
            Rebuild(first, begin, target);
        }

        target.Append((byte)'}');
        _members.RemoveRange(first, _members.Count - first);
    }

    /// <summary>Notes with the first member of each name the last one; with later ones, that they are gone.</summary>
    /// <returns>Whether a name comes twice.</returns>
    private bool FindRepeated(int first, ByteBuilder target)
    {
        Span<Member> members = CollectionsMarshal.AsSpan(_members)[first..];
        if (members.Length < 2)
        {
            return false;
        }

        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * members.Length));
        if (_places.Length < capacity)
        {
            _places = new int[capacity];
        }

        Span<int> places = _places.AsSpan(0, capacity);
        places.Clear();
        bool isRepeated = false;
        for (int i = 0; i < members.Length; i++)
        {
            ref int place = ref PlaceOf(members, i, places, target);
            if (place == 0)
            {
                place = i + 1;
                continue;
            }

            members[place - 1] = members[place - 1] with { Last = first + i };
            members[i] = members[i] with { Last = Member.Gone };
            isRepeated = true;
        }

        return isRepeated;
    }

    private static ref int PlaceOf(Span<Member> members, int member, Span<int> places, ByteBuilder target)
    {
        ReadOnlySpan<byte> name = NameOf(members[member], target);
        int mask = places.Length - 1;
        int at = (int)StableHash.Of(name) & mask;
        while (places[at] != 0 && !NameOf(members[places[at] - 1], target).SequenceEqual(name))
        {
            at = (at + 1) & mask;
        }

        return ref places[at];
    }

    private static ReadOnlySpan<byte> NameOf(Member member, ByteBuilder target) =>
        target.Written[member.Name..member.NameEnd];

    private void Rebuild(int first, int begin, ByteBuilder target)
    {
        _scratch.Clear();
        for (int i = first; i < _members.Count; i++)
        {
            Member member = _members[i];
            if (member.Last != Member.Gone)
            {
                Member last = _members[member.Last];
                _scratch.Append(i == first ? "{"u8 : ","u8);
                _scratch.Append(NameOf(member, target));
                _scratch.Append(target.Written[last.NameEnd..last.End]);
            }
        }

        target.CutTo(begin);
        target.Append(_scratch.Written);
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
    /// <param name="Name">Start of its name.</param>
    /// <param name="NameEnd">End of its name; its value comes behind a colon.</param>
    /// <param name="End">End of its value.</param>
    /// <param name="Last">Index of the last member of its name; <see cref="Gone"/> if it is not the first.</param>
    private readonly record struct Member(int Name, int NameEnd, int End, int Last)
    {
        public const int Gone = -1;
    }
}
