using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the decoder of a group, its enumerator and its entries.</summary>
internal static class GroupDecoderEmitter
{
    public static void Emit(SourceWriter writer, SchemaPlan plan, BlockPlan block)
    {
        var group = (Group)block.Block;
        MemberPlan names = block.Member!;
        writer.Blank();
        writer.Describe(group, $"Group {group.Name}, for reading.", "");
        writer.Open($"public readonly ref struct {names.GroupType}");
        EmitState(writer, names);
        if (block.TailCount == 0)
        {
            EmitIndexer(writer, block);
        }

        EmitSkip(writer, block);
        EmitDimensions(writer, plan, block, group);
        EmitEnumerator(writer, block);
        writer.Close();
        EmitEntry(writer, plan, block);
    }

    private static void EmitState(SourceWriter writer, MemberPlan names)
    {
        writer.Lines(
            $$"""
            private readonly {{Wire.ReadOnlySpan}} _frame;
            private readonly int _at;
            private readonly int _version;
            private readonly int _blockLength;
            private readonly int _count;

            internal {{names.GroupType}}({{Wire.ReadOnlySpan}} frame, int at, int version)
            {
                if (at == 0)
                {
                    return;
                }

                {{Wire.Reading}}.SbeError error = default;
                if (!TryReadDimensions(frame, version, ref at, out _blockLength, out _count, ref error))
                {
                    {{Wire.Generated}}.SbeThrow.Malformed(error);
                }

                _frame = frame;
                _at = at;
                _version = version;
            }

            /// <summary>Number of entries.</summary>
            public int Count => _count;

            /// <summary>Length of an entry's block as it was sent. Unit: bytes.</summary>
            public int ActingBlockLength => _blockLength;

            /// <summary>Walks the entries, for foreach; allocates nothing.</summary>
            public Enumerator GetEnumerator() => new Enumerator(this);
            """);
    }

    private static void EmitIndexer(SourceWriter writer, BlockPlan block)
    {
        MemberPlan names = block.Member!;
        writer.Blank();
        writer.Lines(
            $$"""
            /// <summary>An entry by its index.</summary>
            public {{names.EntryType}} this[int index]
            {
                get
                {
                    if ((uint)index >= (uint)_count)
                    {
                        {{Wire.Generated}}.SbeThrow.NoElement({{Documentation.Literal(block.Path)}}, index, _count);
                    }

                    return new {{names.EntryType}}(_frame.Slice(_at + (index * _blockLength), _blockLength), _version);
                }
            }
            """);
    }

    private static void EmitSkip(SourceWriter writer, BlockPlan block)
    {
        string entry = block.Member!.EntryType;
        string signature =
            $"{Wire.ReadOnlySpan} frame, int version, scoped ref int position, "
            + $"scoped ref {Wire.Reading}.SbeError error";
        writer.Blank();
        writer.Open($"internal static bool Skip({signature})");
        writer.Lines(
            """
            if (!TryReadDimensions(frame, version, ref position, out int blockLength, out int count, ref error))
            {
                return false;
            }

            """);
        if (block.TailCount == 0)
        {
            writer.Lines("position += blockLength * count;");
        }
        else
        {
            writer.Open("for (int index = 0; index < count; index++)");
            writer.Open($"if (!{entry}.TryLocate(frame, version, blockLength, count, ref position, out _, ref error))");
            writer.Lines("return false;");
            writer.Close();
            writer.Close();
            writer.Blank();
        }

        writer.Lines("return true;");
        writer.Close();
    }

    private static void EmitDimensions(SourceWriter writer, SchemaPlan plan, BlockPlan block, Group group)
    {
        string fail = $"return {Wire.Generated}.SbeWalk.Fail(ref error, {Wire.Reading}.SbeErrorKind";
        string name = Documentation.Literal(group.Name);
        string least = group.CountMin > 0 ? $"number < {group.CountMin} || " : "";
        writer.Blank();
        writer.Open(
            $"private static bool TryReadDimensions({Wire.ReadOnlySpan} frame, int version, scoped ref int position, "
            + $"out int blockLength, out int count, scoped ref {Wire.Reading}.SbeError error)");
        writer.Lines(
            $$"""
            blockLength = 0;
            count = 0;
            if (frame.Length - position < {{group.Dimensions.SizeBytes}})
            {
                {{fail}}.DimensionsCut, position, 0, {{name}});
            }

            ulong block = {{Read(plan, group.BlockLengthMember)}};
            ulong number = {{Read(plan, group.NumInGroupMember)}};
            int at = position;
            position += {{group.Dimensions.SizeBytes}};
            if ({{least}}number > {{group.CountMax}})
            {
                {{fail}}.CountOutOfRange, at, number, {{name}});
            }

            int room = frame.Length - position;
            int minimum = {{block.Member!.EntryType}}.MinimumBlockLength(version);
            int least = {{TailEmitter.LeastBytes(block)}};
            if (!{{Wire.Generated}}.SbeWalk.CanHold(
                room, position, block, number, minimum, least, {{name}}, ref error))
            {
                return false;
            }

            blockLength = unchecked((int)block);
            count = (int)number;
            return true;
            """);
        writer.Close();
    }

    // A count with sign that is negative becomes a huge one, which is refused.
    private static string Read(SchemaPlan plan, CompositeMember member)
    {
        PrimitiveType type = ((EncodedType)member.Type).Primitive;
        string read = Wire.Read(type, plan.IsBigEndian, "frame", new Place("position", member.OffsetBytes));
        return PrimitiveTypes.IsSigned(type) ? $"unchecked((ulong)(long){read})" : read;
    }

    private static void EmitEnumerator(SourceWriter writer, BlockPlan block)
    {
        writer.Blank();
        if (block.TailCount == 0)
        {
            EmitFlatEnumerator(writer, block);
        }
        else
        {
            EmitDeepEnumerator(writer, block);
        }
    }

    // Fields of its own instead of the group: the JIT keeps them in registers while a loop runs.
    private static void EmitFlatEnumerator(SourceWriter writer, BlockPlan block)
    {
        MemberPlan names = block.Member!;
        writer.Lines(
            $$"""
            /// <summary>Walks the entries of the group in their order.</summary>
            public ref struct Enumerator
            {
                private readonly {{Wire.ReadOnlySpan}} _frame;
                private readonly int _version;
                private readonly int _blockLength;
                private readonly int _count;
                private int _index;
                private int _at;

                internal Enumerator({{names.GroupType}} group)
                {
                    _frame = group._frame;
                    _version = group._version;
                    _blockLength = group._blockLength;
                    _count = group._count;
                    _index = -1;
                    _at = group._at - group._blockLength;
                }

                /// <summary>The entry; only while MoveNext returns true.</summary>
                public readonly {{names.EntryType}} Current
                {
                    get
                    {
                        if ((uint)_index >= (uint)_count)
                        {
                            {{Wire.Generated}}.SbeThrow.NoEntry({{Documentation.Literal(block.Path)}});
                        }

                        return new {{names.EntryType}}(_frame.Slice(_at, _blockLength), _version);
                    }
                }

                /// <summary>Steps to the next entry.</summary>
                public bool MoveNext()
                {
                    int index = _index + 1;
                    if (index >= _count)
                    {
                        _index = _count;
                        return false;
                    }

                    _index = index;
                    _at += _blockLength;
                    return true;
                }
            }
            """);
    }

    private static void EmitDeepEnumerator(SourceWriter writer, BlockPlan block)
    {
        MemberPlan names = block.Member!;
        writer.Lines(
            $$"""
            /// <summary>Walks the entries of the group in their order.</summary>
            public ref struct Enumerator
            {
                private readonly {{names.GroupType}} _group;
                private {{names.EntryType}} _current;
                private int _next;
                private int _index;

                internal Enumerator({{names.GroupType}} group)
                {
                    _group = group;
                    _next = group._at;
                    _index = -1;
                }

                /// <summary>The entry; only while MoveNext returns true.</summary>
                public readonly {{names.EntryType}} Current
                {
                    get
                    {
                        if ((uint)_index >= (uint)_group._count)
                        {
                            {{Wire.Generated}}.SbeThrow.NoEntry({{Documentation.Literal(block.Path)}});
                        }

                        return _current;
                    }
                }

                /// <summary>Steps to the next entry.</summary>
                public bool MoveNext()
                {
                    int index = _index + 1;
                    if (index >= _group._count)
                    {
                        _index = _group._count;
                        return false;
                    }

                    {{Wire.Reading}}.SbeError error = default;
                    if (!{{names.EntryType}}.TryLocate(
                        _group._frame, _group._version, _group._blockLength, _group._count, ref _next,
                        out _current, ref error))
                    {
                        {{Wire.Generated}}.SbeThrow.Malformed(error);
                    }

                    _index = index;
                    return true;
                }
            }
            """);
    }

    private static void EmitEntry(SourceWriter writer, SchemaPlan plan, BlockPlan block)
    {
        string name = block.Member!.EntryType;
        IReadOnlyList<string> places = TailEmitter.Places(block);
        bool isFlat = places.Count == 0;
        writer.Blank();
        writer.Describe(block.Block, $"An entry of {block.Block.Name}, for reading.", "");
        writer.Open($"public readonly ref struct {name}");
        EmitEntryState(writer, name, places);
        EmitLocate(writer, plan, block, name, places);
        TailEmitter.EmitMinimum(writer, block.Block);
        writer.Blank();
        writer.Summary("Length of the entry's block as it was sent. Unit: bytes.");
        writer.Lines($"public int ActingBlockLength => {(isFlat ? "_block.Length" : "_blockLength")};");
        string span = isFlat ? "_block" : "_frame";
        var at = new Place(isFlat ? "" : "_at", 0);
        foreach (MemberPlan field in block.Fields)
        {
            MemberSite site = MemberSite.OfField(plan, field, block.Path, span, at);
            FieldReaders.Emit(writer, site, ((Field)field.Element).OffsetBytes);
        }

        TailEmitter.EmitReaders(writer, plan, block, canBeUnlocated: false);
        DecoderEmitter.EmitJson(writer, plan, block, span, at);
        block.Groups.ForEach(group => Emit(writer, plan, group));
        writer.Close();
    }

    // An entry that nothing follows is its block and no more, so that members lie at places that the compiler knows.
    private static void EmitEntryState(SourceWriter writer, string name, IReadOnlyList<string> places)
    {
        if (places.Count == 0)
        {
            writer.Lines(
                $$"""
                private readonly {{Wire.ReadOnlySpan}} _block;
                private readonly int _version;

                internal {{name}}({{Wire.ReadOnlySpan}} block, int version)
                {
                    _block = block;
                    _version = version;
                }
                """);
            return;
        }

        string parameters = string.Concat(places.Select(static place => $", int {TailEmitter.Local(place)}"));
        writer.Lines(
            $"""
            private readonly {Wire.ReadOnlySpan} _frame;
            private readonly int _at;
            private readonly int _blockLength;
            private readonly int _version;
            """);
        places.ToList().ForEach(place => writer.Lines($"private readonly int {place};"));
        writer.Blank();
        writer.Open($"internal {name}({Wire.ReadOnlySpan} frame, int at, int blockLength, int version{parameters})");
        writer.Lines("_frame = frame;\n_at = at;\n_blockLength = blockLength;\n_version = version;");
        places.ToList().ForEach(place => writer.Lines($"{place} = {TailEmitter.Local(place)};"));
        writer.Close();
    }

    private static void EmitLocate(
        SourceWriter writer, SchemaPlan plan, BlockPlan block, string name, IReadOnlyList<string> places)
    {
        if (places.Count == 0)
        {
            return;
        }

        string located = string.Concat(places.Select(static place => $", {TailEmitter.Local(place)}"));
        string group = Documentation.Literal(block.Block.Name);
        writer.Blank();
        writer.Open(
            $"internal static bool TryLocate({Wire.ReadOnlySpan} frame, int version, int blockLength, int count, "
            + $"scoped ref int position, out {name} entry, scoped ref {Wire.Reading}.SbeError error)");
        writer.Lines(
            $$"""
            entry = default;
            int at = position;
            if (blockLength > frame.Length - at)
            {
                return {{Wire.Generated}}.SbeWalk.Fail(
                    ref error, {{Wire.Reading}}.SbeErrorKind.EntriesPastEnd, at, (ulong)count, {{group}});
            }

            position += blockLength;
            """);
        TailEmitter.EmitLocate(writer, plan, block);
        writer.Lines($"entry = new {name}(frame, at, blockLength, version{located});");
        writer.Lines("return true;");
        writer.Close();
    }
}
