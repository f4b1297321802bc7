using System.Collections.Generic;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes what root blocks and entries have in common behind their fields: groups, then data.</summary>
internal static class TailEmitter
{
    /// <summary>
    /// Fields that hold where groups and data begin; for groups the first entry, its length, and how many there are.
    /// </summary>
    public static IReadOnlyList<string> Places(BlockPlan block)
    {
        var places = new List<string>();
        foreach (BlockPlan group in block.Groups)
        {
            places.AddRange([group.Member!.At, group.Member!.BlockAt, group.Member!.CountAt]);
        }

        block.Data.ForEach(data => places.Add(data.At));
        return places;
    }

    /// <summary>Name of the local variable that becomes such a field.</summary>
    public static string Local(string place) => place.Substring(1);

    /// <summary>Statements that set the places to zero, which is what an older version has.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="block">What the places are in.</param>
    /// <param name="type">Type and a space where the statements declare them, or empty.</param>
    public static void EmitPlaces(SourceWriter writer, BlockPlan block, string type)
    {
        foreach (string place in Places(block))
        {
            writer.Lines($"{type}{Local(place)} = 0;");
        }
    }

    /// <summary>
    /// Statements that step over groups and data from <c>position</c> on, checking all of it, and note where each
    /// begins.
    /// </summary>
    public static void EmitLocate(SourceWriter writer, SchemaPlan plan, BlockPlan block)
    {
        foreach (BlockPlan group in block.Groups)
        {
            EmitStep(writer, group.Block, () => EmitSkipGroup(writer, group));
        }

        foreach (MemberPlan data in block.Data)
        {
            EmitStep(writer, data.Element, () => EmitSkipData(writer, plan, data));
        }
    }

    /// <summary>Least that follows a block in any version: dimensions and lengths. Unit: bytes.</summary>
    public static int AlwaysBytes(BlockPlan block)
    {
        int bytes = 0;
        foreach (KeyValuePair<int, int> member in LeastOfMembers(block))
        {
            bytes += member.Key == 0 ? member.Value : 0;
        }

        return bytes;
    }

    /// <summary>Least that follows a block, for a version: dimensions and lengths.</summary>
    public static string LeastBytes(BlockPlan block)
    {
        var parts = new List<string> { $"{AlwaysBytes(block)}" };
        foreach (KeyValuePair<int, int> member in LeastOfMembers(block))
        {
            if (member.Key > 0)
            {
                parts.Add($"(version >= {member.Key} ? {member.Value} : 0)");
            }
        }

        return string.Join(" + ", parts);
    }

    /// <summary>Shortest block that a writer of a version can have sent.</summary>
    public static void EmitMinimum(SourceWriter writer, Block block)
    {
        var versions = new SortedSet<int>();
        foreach (Field field in block.Fields)
        {
            versions.Add(field.SinceVersion);
        }

        string minimum = $"{block.MinimumBlockLengthBytes(0)}";
        foreach (int version in versions)
        {
            minimum = version == 0 ? minimum
                : $"version >= {version} ? {block.MinimumBlockLengthBytes(version)} : {minimum}";
        }

        writer.Blank();
        writer.Summary("Shortest block that a writer of a version of the schema can have sent. Unit: bytes.");
        writer.Lines($"public static int MinimumBlockLength(int version) => {minimum};");
    }

    /// <summary>Properties of groups and data.</summary>
    public static void EmitReaders(
        SourceWriter writer, SchemaPlan plan, BlockPlan block, string span, bool canBeUnlocated)
    {
        foreach (BlockPlan group in block.Groups)
        {
            MemberPlan names = group.Member!;
            writer.Blank();
            string facts = Absent(group.Block) + "Read with foreach, any number of times.";
            writer.Describe(group.Block, $"Group {group.Block.Name}.", facts);
            writer.Open($"public {names.GroupType} {names.Name}");
            writer.Open("get");
            EmitLocated(writer, names, $"{block.Path}.{group.Block.Name}", canBeUnlocated);
            string length = group.TailCount == 0 ? $", {names.BlockAt} * {names.CountAt}" : "";
            string entries = $"{span}.Slice({names.At}{length})";
            writer.Lines($"return new {names.GroupType}({entries}, _version, {names.BlockAt}, {names.CountAt});");
            writer.Close();
            writer.Close();
            EmitInActingVersion(writer, names);
        }

        foreach (MemberPlan names in block.Data)
        {
            EmitData(writer, plan, block, names, span, canBeUnlocated);
            EmitInActingVersion(writer, names);
        }
    }

    // Version that brought a group or data, and the room that it takes at least.
    private static IEnumerable<KeyValuePair<int, int>> LeastOfMembers(BlockPlan block)
    {
        foreach (BlockPlan group in block.Groups)
        {
            yield return new(group.Block.SinceVersion, ((Group)group.Block).Dimensions.SizeBytes);
        }

        foreach (MemberPlan data in block.Data)
        {
            yield return new(data.Element.SinceVersion, ((VarData)data.Element).DataOffsetBytes);
        }
    }

    private static void EmitStep(SourceWriter writer, SchemaElementModel member, System.Action emit)
    {
        writer.Blank();
        if (member.SinceVersion == 0)
        {
            emit();
            return;
        }

        writer.Open($"if (version >= {member.SinceVersion})");
        emit();
        writer.Close();
    }

    private static void EmitSkipGroup(SourceWriter writer, BlockPlan group)
    {
        MemberPlan names = group.Member!;
        string at = Local(names.At);
        string block = Local(names.BlockAt);
        string count = Local(names.CountAt);
        writer.Open(
            $"if (!{names.GroupType}.TryOpen("
            + $"frame, version, ref position, out {block}, out {count}, ref error))");
        writer.Lines("return false;");
        writer.Close();
        writer.Blank();
        writer.Lines($"{at} = position;");
        if (group.TailCount == 0)
        {
            writer.Lines($"position += {block} * {count};");
            return;
        }

        writer.Open(
            $"if (!{names.GroupType}.TryPass(frame, version, {block}, {count}, ref position, ref error))");
        writer.Lines("return false;");
        writer.Close();
    }

    private static void EmitSkipData(SourceWriter writer, SchemaPlan plan, MemberPlan names)
    {
        var data = (VarData)names.Element;
        string name = Documentation.Literal(data.Name);
        int prefixBytes = data.DataOffsetBytes;
        string length = "length" + Local(names.At).Substring(2);
        writer.Lines(
            $$"""
            {{Local(names.At)}} = position;
            if (frame.Length - position < {{prefixBytes}})
            {
                error = {{Wire.Fault("LengthCut", "position", "0", name)}};
                return false;
            }

            uint {{length}} = {{Length(plan, data, "frame", "position")}};
            if (!{{Wire.Generated}}.SbeWalk.TrySkip(
                frame.Length, {{prefixBytes}}, {{length}}, {{data.LengthMaxBytes}}, ref position))
            {
                error = {{Wire.Generated}}.SbeWalk.DataFault(position, {{length}}, {{data.LengthMaxBytes}}, {{name}});
                return false;
            }
            """);
    }

    private static string Length(SchemaPlan plan, VarData data, string span, string at) => Wire.Read(
        data.LengthPrimitive, plan.IsBigEndian, span, new Place(at, data.LengthOffsetBytes));

    private static void EmitData(
        SourceWriter writer, SchemaPlan plan, BlockPlan block, MemberPlan names, string span, bool canBeUnlocated)
    {
        var data = (VarData)names.Element;
        string facts = $"{Absent(data)}At most {data.LengthMaxBytes} bytes.";
        writer.Blank();
        writer.Describe(data, $"Data {data.Name}.", facts + " Octets of the frame, not copied.");
        writer.Open($"public {Wire.ReadOnlySpan} {names.Name}");
        writer.Open("get");
        EmitLocated(writer, names, $"{block.Path}.{data.Name}", canBeUnlocated);
        string length = Length(plan, data, span, names.At);
        string slice = $"{span}.Slice({names.At} + {data.DataOffsetBytes}, unchecked((int){length}))";
        bool canBeAbsent = data.SinceVersion > 0;
        writer.Lines(canBeAbsent ? $"return {names.At} == 0 ? default : {slice};" : $"return {slice};");
        writer.Close();
        writer.Close();
        if (Wire.Encoding(data.CharacterEncoding) is { } encoding)
        {
            writer.Blank();
            writer.Describe(data, $"Data {data.Name}.", $"As a string; allocates. Encoding: {data.CharacterEncoding}.");
            writer.Lines($"public string {names.Get}() => {encoding}.GetString({names.Name});");
        }
    }

    private static void EmitLocated(SourceWriter writer, MemberPlan names, string path, bool canBeUnlocated)
    {
        if (canBeUnlocated)
        {
            // Nothing begins in front of the header: in a located message only what its version lacks has no place.
            string orAbsent = names.Element.SinceVersion > 0 ? " && _end == 0" : "";
            writer.Open($"if ({names.At} == 0{orAbsent})");
            writer.Lines($"{Wire.Generated}.SbeThrow.NotLocated({Documentation.Literal(path)});");
            writer.Close();
            writer.Blank();
        }
    }

    private static void EmitInActingVersion(SourceWriter writer, MemberPlan names)
    {
        if (names.Element.SinceVersion > 0)
        {
            writer.Blank();
            writer.Summary($"Whether the version of the message has {names.Element.Name}.");
            writer.Deprecate(names.Element);
            writer.Lines($"public bool {names.InActingVersion} => _version >= {names.Element.SinceVersion};");
        }
    }

    private static string Absent(SchemaElementModel member) =>
        member.SinceVersion > 0 ? "Empty when the version lacks it. " : "";
}
