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
        EmitHead(writer, plan, block, group);
        EmitNext(writer, plan, block, image);
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

    private static void EmitHead(SourceWriter writer, SchemaPlan plan, BlockPlan block, Group group)
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
        int dimensionBytes = group.Dimensions.SizeBytes;
        writer.Lines(
            $"{Wire.Span} to = cursor.Take(buffer, {dimensionBytes}, {Documentation.Literal(block.Path)});");
        if (HasGaps(group))
        {
            writer.Lines("to.Clear();");
        }

        EmitDimension(writer, plan, group.BlockLengthMember, $"{group.BlockLengthBytes}");
        EmitDimension(writer, plan, group.NumInGroupMember, "count");
        writer.Lines(
            """
            _buffer = buffer;
            _cursor = ref cursor;
            _count = count;
            _owed = cursor.Owed;
            """);
        writer.Close();
        writer.Lines(
            """

            /// <summary>Number of entries that the group was opened with.</summary>
            public readonly int Count => _count;

            """);
    }

    private static bool HasGaps(Group group) =>
        group.BlockLengthMember.SizeBytes + group.NumInGroupMember.SizeBytes != group.Dimensions.SizeBytes;

    private static void EmitDimension(SourceWriter writer, SchemaPlan plan, CompositeMember member, string value)
    {
        PrimitiveType type = ((EncodedType)member.Type).Primitive;
        writer.Lines(Wire.Write(
            type, plan.IsBigEndian, "to", new Place("", member.OffsetBytes), $"({Wire.Type(type)}){value}"));
    }

    private static void EmitNext(SourceWriter writer, SchemaPlan plan, BlockPlan block, BlockImage image)
    {
        string path = Documentation.Literal(block.Path);
        writer.Summary(
            "Begins an entry in which everything that can be null is, and the rest is zero. It must be called as often "
            + "as the group was opened with entries.");
        writer.Open("public void Next()");
        writer.Open("if (_index >= _count)");
        writer.Lines($"{Wire.Generated}.SbeThrow.NoMoreEntries({path}, _count);");
        writer.Close();
        writer.Blank();
        EncoderEmitter.EmitStep(writer, plan, $"_owed - ((long)_index * {1 + block.TailCount})", "0", path);
        writer.Lines("_index++;");
        writer.Lines($"_block = _cursor.Take(_buffer, {image.LengthBytes}, {path});");
        image.EmitFill(writer, "_block");
        writer.Close();
    }
}
