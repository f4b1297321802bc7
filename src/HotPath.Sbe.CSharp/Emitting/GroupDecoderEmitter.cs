using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the decoder of a group, with its enumerator and its entries.</summary>
internal static class GroupDecoderEmitter
{
    /// <summary>Writes a group and what is in it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="plan">Names.</param>
    /// <param name="block">The group.</param>
    /// <param name="depth">0 for a group of a message.</param>
    public static void Emit(SourceWriter writer, SchemaPlan plan, BlockPlan block, int depth)
    {
        var group = (Group)block.Block;
        writer.Blank();
        writer.Describe(group, $"Group {group.Name}, for reading.", "");
        writer.Open($"public readonly ref struct {block.Member!.GroupType}");
        EmitState(writer, block.Member!);
        if (block.TailCount == 0)
        {
            EmitIndexer(writer, block);
        }

        EmitOpen(writer, plan, block, group);
        if (block.TailCount > 0)
        {
            EmitPass(writer, block, depth);
        }

        EnumeratorEmitter.Emit(writer, block);
        writer.Close();
        EntryEmitter.Emit(writer, plan, block, depth);
    }

    private static void EmitState(SourceWriter writer, MemberPlan names) => writer.Lines(
        $$"""
        private readonly {{Wire.ReadOnlySpan}} _entries;
        private readonly int _version;
        private readonly int _blockLength;
        private readonly int _count;

        internal {{names.GroupType}}({{Wire.ReadOnlySpan}} entries, int version, int blockLength, int count)
        {
            _entries = entries;
            _version = version;
            _blockLength = blockLength;
            _count = count;
        }

        /// <summary>Number of entries.</summary>
        public int Count => _count;

        /// <summary>Length of an entry's block as it was sent. Unit: bytes.</summary>
        public int ActingBlockLength => _blockLength;

        /// <summary>Walks the entries, for foreach; allocates nothing.</summary>
        public Enumerator GetEnumerator() => new Enumerator(this);
        """);

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

                    return new {{names.EntryType}}(_entries.Slice(index * _blockLength, _blockLength), _version);
                }
            }
            """);
    }

    // Reads and checks the dimensions: behind it, the entries can all be there as far as their blocks tell.
    private static void EmitOpen(SourceWriter writer, SchemaPlan plan, BlockPlan block, Group group)
    {
        string name = Documentation.Literal(group.Name);
        string fewest = group.CountMin > 0 ? $"number < {group.CountMin} || " : "";
        string minimum = block.Member!.EntryType + ".MinimumBlockLength(version)";
        string tail = TailEmitter.LeastBytes(block);
        writer.Blank();
        writer.Lines(Wire.Inline);
        writer.Open(
            $"internal static bool TryOpen({Wire.ReadOnlySpan} frame, int version, scoped ref int position, "
            + $"out int blockLength, out int count, scoped ref {Wire.Reading}.SbeError error)");
        writer.Lines(
            $$"""
            blockLength = 0;
            count = 0;
            if (frame.Length - position < {{group.Dimensions.SizeBytes}})
            {
                error = {{Wire.Fault("DimensionsCut", "position", "0", name)}};
                return false;
            }

            ulong block = {{Read(plan, group.BlockLengthMember)}};
            ulong number = {{Read(plan, group.NumInGroupMember)}};
            if ({{fewest}}number > {{group.CountMax}})
            {
                error = {{Wire.Fault("CountOutOfRange", "position", "number", name)}};
                return false;
            }

            position += {{group.Dimensions.SizeBytes}};
            ulong room = (ulong)(frame.Length - position);
            ulong least = block + (ulong)({{tail}});
            if (number != 0 && ({{CannotHold(block, group, minimum)}}))
            {
                error = {{Wire.Generated}}.SbeWalk.EntriesFault(position, block, number, {{minimum}}, least, {{name}});
                return false;
            }

            blockLength = unchecked((int)block);
            count = (int)number;
            return true;
            """);
        writer.Close();
    }

    private static string CannotHold(BlockPlan block, Group group, string minimum)
    {
        PrimitiveType type = ((EncodedType)group.BlockLengthMember.Type).Primitive;
        var conditions = new List<string>();
        if (block.Block.Fields.Count > 0)
        {
            conditions.Add($"block < (ulong){minimum}");
        }

        if (block.Block.MinimumBlockLengthBytes(0) == 0 && TailEmitter.AlwaysBytes(block) == 0)
        {
            conditions.Add("least == 0");
        }

        // Otherwise a count of at most 31 bits keeps the product below 2 to the 64.
        if (PrimitiveTypes.SizeBytes(type) == 8)
        {
            conditions.Add("block > room");
        }

        conditions.Add("least * number > room");
        return string.Join(" || ", conditions);
    }

    // A count with sign that is negative becomes a huge one, which is refused.
    private static string Read(SchemaPlan plan, CompositeMember member)
    {
        PrimitiveType type = ((EncodedType)member.Type).Primitive;
        string read = Wire.Read(type, plan.IsBigEndian, "frame", new Place("position", member.OffsetBytes));
        return PrimitiveTypes.IsSigned(type) ? $"unchecked((ulong)(long){read})" : read;
    }

    // Walks entries that something follows: only so the place behind the last is known.
    private static void EmitPass(SourceWriter writer, BlockPlan block, int depth)
    {
        string entry = block.Member!.EntryType;
        string places = string.Concat(TailEmitter.Places(block).Select(static _ => ", out _"));
        writer.Blank();
        if (depth == 0)
        {
            writer.Lines(Wire.Inline);
        }

        writer.Open(
            $"internal static bool TryPass({Wire.ReadOnlySpan} frame, int version, int blockLength, int count, "
            + $"scoped ref int position, scoped ref {Wire.Reading}.SbeError error)");
        writer.Lines("int at = position;");
        writer.Open("for (int index = 0; index < count; index++)");
        writer.Open(
            $"if (!{entry}.TryLocate(frame, version, blockLength, count, ref at{places}, ref error))");
        writer.Lines("return false;");
        writer.Close();
        writer.Close();
        writer.Blank();
        writer.Lines("position = at;\nreturn true;");
        writer.Close();
    }
}
