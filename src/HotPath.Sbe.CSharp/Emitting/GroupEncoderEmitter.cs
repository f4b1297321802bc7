using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the encoder of a group, which writes its entries one after the other.</summary>
internal static class GroupEncoderEmitter
{
    public static void Emit(SourceWriter writer, SchemaPlan plan, BlockPlan block)
    {
        var group = (Group)block.Block;
        MemberPlan names = block.Member!;
        var image = new BlockImage(group.BlockLengthBytes, plan.IsBigEndian);
        image.Fields(group.Fields, 0);
        writer.Blank();
        writer.Describe(
            group, $"Group {group.Name}, for writing.", "Call Next, set the members of the entry, and so on.");
        writer.Open($"public ref struct {names.GroupType}");

        // Entries that nothing follows are all of one length: their room is taken when the group is opened.
        if (block.TailCount == 0 && !group.IsEntryEmpty)
        {
            EmitFlatHead(writer, plan, block, group, image);
            EmitFlatNext(writer, plan, block, image.LengthBytes);
        }
        else
        {
            EmitDeepHead(writer, plan, block, group);
            EmitDeepNext(writer, plan, block, image);
        }

        string guard = $"{Wire.Generated}.SbeThrow.NotBegun({Documentation.Literal(block.Path)});";
        foreach (MemberPlan field in block.Fields)
        {
            var at = new Place("", 0);
            MemberSite site = MemberSite.OfField(plan, field, block.Path, "_block", at) with { Guard = guard };
            FieldWriters.Emit(writer, site, ((Field)field.Element).OffsetBytes);
        }

        EncoderEmitter.EmitTail(writer, plan, block, $"_owed - ((_index - 1L) * {1 + block.TailCount})");
        image.EmitProperty(writer);
        block.Groups.ForEach(nested => Emit(writer, plan, nested));
        writer.Close();
    }

    private static void EmitFlatHead(
        SourceWriter writer, SchemaPlan plan, BlockPlan block, Group group, BlockImage image)
    {
        string name = block.Member!.GroupType;
        writer.Lines(
            $"""
            private readonly ref {Wire.Generated}.SbeCursor _cursor;
            private readonly int _count;
            private readonly long _owed;
            private {Wire.Span} _rest;
            private {Wire.Span} _block;
            private int _index;

            {Wire.Inline}
            """);
        writer.Open($"internal {name}({Wire.Span} buffer, ref {Wire.Generated}.SbeCursor cursor, int count)");
        EmitDimensions(writer, plan, block, group);
        bool isSmall = group.CountMax * group.BlockLengthBytes <= uint.MaxValue;
        string room = isSmall ? $"(uint)(count * {group.BlockLengthBytes}L)"
            : $"(uint)global::System.Math.Min(count * {group.BlockLengthBytes}L, uint.MaxValue)";
        writer.Lines($"_rest = cursor.Take(buffer, {room}, {Documentation.Literal(block.Path)});");

        // All of them at once: an entry that is never begun must not show what the buffer held before.
        image.EmitFillAll(writer, "_rest");
        writer.Lines(
            $$"""
            _count = count;
            if ({{plan.Checks}})
            {
                _cursor = ref cursor;
                _owed = cursor.Owed;
            }
            """);
        writer.Close();
        EmitCount(writer);
    }

    private static void EmitDeepHead(SourceWriter writer, SchemaPlan plan, BlockPlan block, Group group)
    {
        string name = block.Member!.GroupType;
        writer.Lines(
            $"""
            private readonly {Wire.Span} _buffer;
            private readonly ref {Wire.Generated}.SbeCursor _cursor;
            private readonly int _count;
            private readonly long _owed;
            private {Wire.Span} _block;
            private int _index;

            """);
        writer.Open($"internal {name}({Wire.Span} buffer, ref {Wire.Generated}.SbeCursor cursor, int count)");
        EmitDimensions(writer, plan, block, group);
        writer.Lines(
            """
            _buffer = buffer;
            _cursor = ref cursor;
            _count = count;
            _owed = cursor.Owed;
            """);
        writer.Close();
        EmitCount(writer);
    }

    private static void EmitDimensions(SourceWriter writer, SchemaPlan plan, BlockPlan block, Group group)
    {
        int dimensionBytes = group.Dimensions.SizeBytes;
        writer.Lines(
            $"{Wire.Span} to = cursor.Take(buffer, {dimensionBytes}, {Documentation.Literal(block.Path)});");
        if (HasGaps(group))
        {
            writer.Lines("to.Clear();");
        }

        EmitDimension(writer, plan, group.BlockLengthMember, $"{group.BlockLengthBytes}");
        EmitDimension(writer, plan, group.NumInGroupMember, "count");
    }

    private static void EmitCount(SourceWriter writer) => writer.Lines(
        """

        /// <summary>Number of entries that the group was opened with.</summary>
        public readonly int Count => _count;

        """);

    private static bool HasGaps(Group group) =>
        group.BlockLengthMember.SizeBytes + group.NumInGroupMember.SizeBytes != group.Dimensions.SizeBytes;

    private static void EmitDimension(SourceWriter writer, SchemaPlan plan, CompositeMember member, string value)
    {
        PrimitiveType type = ((EncodedType)member.Type).Primitive;
        writer.Lines(Wire.Write(
            type, plan.IsBigEndian, "to", new Place("", member.OffsetBytes), $"({Wire.Type(type)}){value}"));
    }

    private static void EmitFlatNext(SourceWriter writer, SchemaPlan plan, BlockPlan block, int entryBytes)
    {
        EmitNextHead(writer);
        writer.Open($"if (_rest.Length < {entryBytes})");
        writer.Lines($"{Wire.Generated}.SbeThrow.NoMoreEntries({Documentation.Literal(block.Path)}, _count);");
        writer.Close();
        writer.Blank();
        EmitTurn(writer, plan, block);
        writer.Lines(
            $"""
            _index++;
            _block = _rest.Slice(0, {entryBytes});
            _rest = _rest.Slice({entryBytes});
            """);
        writer.Close();
    }

    private static void EmitDeepNext(SourceWriter writer, SchemaPlan plan, BlockPlan block, BlockImage image)
    {
        string path = Documentation.Literal(block.Path);
        EmitNextHead(writer);
        writer.Open("if (_index >= _count)");
        writer.Lines($"{Wire.Generated}.SbeThrow.NoMoreEntries({path}, _count);");
        writer.Close();
        writer.Blank();
        EmitTurn(writer, plan, block);
        writer.Lines("_index++;");
        writer.Lines($"_block = _cursor.Take(_buffer, {image.LengthBytes}, {path});");
        image.EmitFill(writer, "_block");
        writer.Close();
    }

    private static void EmitNextHead(SourceWriter writer)
    {
        writer.Summary(
            "Begins an entry in which everything that can be null is, and the rest is zero. It must be called as often "
            + "as the group was opened with entries.");
        writer.Lines(Wire.Inline);
        writer.Open("public void Next()");
    }

    private static void EmitTurn(SourceWriter writer, SchemaPlan plan, BlockPlan block) => EncoderEmitter.EmitStep(
        writer, plan, $"_owed - ((long)_index * {1 + block.TailCount})", "0", Documentation.Literal(block.Path));
}
