using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>
/// Writes the enumerator of a group. It has fields of its own instead of the group, and its methods are small: the JIT
/// keeps them in registers while a loop runs.
/// </summary>
internal static class EnumeratorEmitter
{
    public static void Emit(SourceWriter writer, BlockPlan block)
    {
        writer.Blank();
        if (block.TailCount == 0)
        {
            EmitFlat(writer, block);
        }
        else
        {
            EmitDeep(writer, block);
        }
    }

    // All entries are as long as each other, none is empty, and what is left ends behind the last of them.
    private static void EmitFlat(SourceWriter writer, BlockPlan block)
    {
        MemberPlan names = block.Member!;
        writer.Lines(
            $$"""
            /// <summary>Walks the entries of the group in their order.</summary>
            public ref struct Enumerator
            {
                private readonly int _version;
                private readonly int _blockLength;
                private {{Wire.ReadOnlySpan}} _rest;
                private {{Wire.ReadOnlySpan}} _octets;

                internal Enumerator({{names.GroupType}} group)
                {
                    _version = group._version;
                    _blockLength = group._blockLength;
                    _rest = group._entries;
                }

                /// <summary>The entry; only while MoveNext returns true.</summary>
                public readonly {{names.EntryType}} Current
                {
                    get
                    {
                        if (_octets.IsEmpty)
                        {
                            {{Wire.Generated}}.SbeThrow.NoEntry({{Documentation.Literal(block.Path)}});
                        }

                        return new {{names.EntryType}}(_octets, _version);
                    }
                }

                /// <summary>Steps to the next entry.</summary>
                public bool MoveNext()
                {
                    if (_rest.IsEmpty)
                    {
                        _octets = default;
                        return false;
                    }

                    _octets = {{Wire.Memory}}.OctetReader.Block(_rest, 0, _blockLength);
                    _rest = {{Wire.Memory}}.OctetReader.From(_rest, _blockLength);
                    return true;
                }
            }
            """);
    }

    private static void EmitDeep(SourceWriter writer, BlockPlan block)
    {
        MemberPlan names = block.Member!;
        IReadOnlyList<string> places = TailEmitter.Places(block);
        string path = Documentation.Literal(block.Path);
        string values = string.Concat(places.Select(static place => $", {place}"));
        writer.Lines("/// <summary>Walks the entries of the group in their order.</summary>");
        writer.Open("public ref struct Enumerator");
        writer.Lines("private readonly int _version;\nprivate readonly int _blockLength;");
        writer.Lines($"private {Wire.ReadOnlySpan} _rest;\nprivate int _left;\nprivate int _next;");
        places.ToList().ForEach(place => writer.Lines($"private int {place};"));
        writer.Lines(
            $$"""

            internal Enumerator({{names.GroupType}} group)
            {
                _version = group._version;
                _blockLength = group._blockLength;
                _rest = group._entries;
                _left = group._count;
            }

            /// <summary>The entry; only while MoveNext returns true.</summary>
            public readonly {{names.EntryType}} Current
            {
                get
                {
                    if (_next == 0)
                    {
                        {{Wire.Generated}}.SbeThrow.NoEntry({{path}});
                    }

                    return new {{names.EntryType}}(_rest, _version, _blockLength{{values}});
                }
            }

            /// <summary>Steps to the next entry.</summary>
            {{Wire.Inline}}
            public bool MoveNext()
            {
                if (_left == 0)
                {
                    _next = 0;
                    return false;
                }

                {{Wire.ReadOnlySpan}} rest = {{Wire.Memory}}.OctetReader.From(_rest, _next);
                {{Wire.Reading}}.SbeError error = default;
                int next = 0;
                if (!{{names.EntryType}}.TryLocate(
                    rest, _version, _blockLength, _left, ref next{{Outs(places)}}, ref error))
                {
                    {{Wire.Generated}}.SbeThrow.Changed({{path}});
                }

                _rest = rest;
                _left--;
                _next = next;
            """);
        places.ToList().ForEach(place => writer.Lines($"    {place} = {TailEmitter.Local(place)};"));
        writer.Lines("    return true;\n}");
        writer.Close();
    }

    private static string Outs(IReadOnlyList<string> places) =>
        string.Concat(places.Select(static place => $", out int {TailEmitter.Local(place)}"));
}
