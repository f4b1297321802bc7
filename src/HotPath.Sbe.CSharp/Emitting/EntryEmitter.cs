using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>
/// Writes the entry of a group, for reading. Its octets begin with its block, so that members lie at places that the
/// compiler knows; an entry that nothing follows is its block and no more.
/// </summary>
internal static class EntryEmitter
{
    public static void Emit(SourceWriter writer, SchemaPlan plan, BlockPlan block, int depth)
    {
        string name = block.Member!.EntryType;
        bool isFlat = block.TailCount == 0;
        writer.Blank();
        writer.Describe(block.Block, $"An entry of {block.Block.Name}, for reading.", "");
        writer.Open($"public readonly ref struct {name}");
        if (isFlat)
        {
            EmitFlatState(writer, name);
        }
        else
        {
            EmitDeepState(writer, name, TailEmitter.Places(block));
            EmitLocate(writer, plan, block);
        }

        TailEmitter.EmitMinimum(writer, block.Block);
        writer.Blank();
        writer.Summary("Length of the entry's block as it was sent. Unit: bytes.");
        writer.Lines($"public int ActingBlockLength => {(isFlat ? "_octets.Length" : "_blockLength")};");
        var at = new Place("", 0);
        foreach (MemberPlan field in block.Fields)
        {
            MemberSite site = MemberSite.OfField(plan, field, block.Path, "_octets", at);
            FieldReaders.Emit(writer, site, ((Field)field.Element).OffsetBytes);
        }

        TailEmitter.EmitReaders(writer, plan, block, "_octets", canBeUnlocated: false);
        DecoderEmitter.EmitJson(writer, plan, block, "_octets", at);
        block.Groups.ForEach(group => GroupDecoderEmitter.Emit(writer, plan, group, depth + 1));
        writer.Close();
    }

    private static void EmitFlatState(SourceWriter writer, string name) => writer.Lines(
        $$"""
        private readonly {{Wire.ReadOnlySpan}} _octets;
        private readonly int _version;

        internal {{name}}({{Wire.ReadOnlySpan}} octets, int version)
        {
            _octets = octets;
            _version = version;
        }
        """);

    private static void EmitDeepState(SourceWriter writer, string name, IReadOnlyList<string> places)
    {
        string parameters = string.Concat(places.Select(static place => $", int {TailEmitter.Local(place)}"));
        writer.Lines(
            $"""
            private readonly {Wire.ReadOnlySpan} _octets;
            private readonly int _version;
            private readonly int _blockLength;
            """);
        places.ToList().ForEach(place => writer.Lines($"private readonly int {place};"));
        writer.Blank();
        writer.Open($"internal {name}({Wire.ReadOnlySpan} octets, int version, int blockLength{parameters})");
        writer.Lines("_octets = octets;\n_version = version;\n_blockLength = blockLength;");
        places.ToList().ForEach(place => writer.Lines($"{place} = {TailEmitter.Local(place)};"));
        writer.Close();
    }

    private static void EmitLocate(SourceWriter writer, SchemaPlan plan, BlockPlan block)
    {
        string group = Documentation.Literal(block.Block.Name);
        string outs = string.Concat(
            TailEmitter.Places(block).Select(static place => $"out int {TailEmitter.Local(place)}, "));
        writer.Blank();
        writer.Lines(Wire.Inline);
        writer.Open(
            $"internal static bool TryLocate({Wire.ReadOnlySpan} frame, int version, int blockLength, int count, "
            + $"scoped ref int position, {outs}scoped ref {Wire.Reading}.SbeError error)");
        TailEmitter.EmitPlaces(writer, block, "");
        writer.Lines(
            $$"""
            if (blockLength > frame.Length - position)
            {
                error = {{Wire.Fault("EntriesPastEnd", "position", "(ulong)count", group)}};
                return false;
            }

            position += blockLength;
            """);
        TailEmitter.EmitLocate(writer, plan, block);
        writer.Lines("return true;");
        writer.Close();
    }
}
