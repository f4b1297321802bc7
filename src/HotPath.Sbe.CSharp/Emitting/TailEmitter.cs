using System.Collections.Generic;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes what root blocks and entries have in common behind their fields: groups, then data.</summary>
internal static class TailEmitter
{
    /// <summary>Fields that hold where groups and data begin.</summary>
    public static IReadOnlyList<string> Places(BlockPlan block)
    {
        var places = new List<string>();
        block.Groups.ForEach(group => places.Add(group.Member!.At));
        block.Data.ForEach(data => places.Add(data.At));
        return places;
    }

    /// <summary>Name of the local variable that becomes such a field.</summary>
    public static string Local(string place) => place.Substring(1);

    /// <summary>
    /// Statements that step over groups and data from <c>position</c> on, checking all of it, and note where each
    /// begins.
    /// </summary>
    public static void EmitLocate(SourceWriter writer, SchemaPlan plan, BlockPlan block)
    {
        foreach (BlockPlan group in block.Groups)
        {
            MemberPlan names = group.Member!;
            EmitStep(writer, names, () =>
            {
                writer.Open($"if (!{names.GroupType}.Skip(frame, version, ref position, ref error))");
                writer.Lines("return false;");
                writer.Close();
            });
        }

        foreach (MemberPlan data in block.Data)
        {
            EmitStep(writer, data, () => EmitSkipData(writer, plan, (VarData)data.Element));
        }
    }

    /// <summary>Least that follows a block, for a version: dimensions and lengths.</summary>
    public static string LeastBytes(BlockPlan block)
    {
        var parts = new List<string>();
        int always = 0;
        foreach (BlockPlan group in block.Groups)
        {
            Add(group.Block, ((Group)group.Block).Dimensions.SizeBytes);
        }

        foreach (MemberPlan data in block.Data)
        {
            Add(data.Element, ((VarData)data.Element).DataOffsetBytes);
        }

        parts.Insert(0, $"{always}");
        return string.Join(" + ", parts);

        void Add(SchemaElementModel member, int bytes)
        {
            always += member.SinceVersion == 0 ? bytes : 0;
            if (member.SinceVersion > 0)
            {
                parts.Add($"(version >= {member.SinceVersion} ? {bytes} : 0)");
            }
        }
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
    public static void EmitReaders(SourceWriter writer, SchemaPlan plan, BlockPlan block, bool canBeUnlocated)
    {
        foreach (BlockPlan group in block.Groups)
        {
            MemberPlan names = group.Member!;
            writer.Blank();
            string facts = Absent(group.Block) + "Read with foreach, any number of times.";
            writer.Describe(group.Block, $"Group {group.Block.Name}.", facts);
            writer.Open($"public {names.GroupType} {names.Name}");
            writer.Open("get");
            EmitLocated(writer, names.At, $"{block.Path}.{group.Block.Name}", canBeUnlocated);
            writer.Lines($"return new {names.GroupType}(_frame, {names.At}, _version);");
            writer.Close();
            writer.Close();
            EmitInActingVersion(writer, names);
        }

        foreach (MemberPlan names in block.Data)
        {
            EmitData(writer, plan, block, names, canBeUnlocated);
            EmitInActingVersion(writer, names);
        }
    }

    private static void EmitStep(SourceWriter writer, MemberPlan names, System.Action emit)
    {
        bool isAlways = names.Element.SinceVersion == 0;
        string local = Local(names.At);
        if (isAlways)
        {
            writer.Lines($"int {local} = position;");
            emit();
            writer.Blank();
            return;
        }

        writer.Lines($"int {local} = 0;");
        writer.Open($"if (version >= {names.Element.SinceVersion})");
        writer.Lines($"{local} = position;");
        emit();
        writer.Close();
        writer.Blank();
    }

    private static void EmitSkipData(SourceWriter writer, SchemaPlan plan, VarData data)
    {
        string name = Documentation.Literal(data.Name);
        int prefixBytes = data.DataOffsetBytes;
        writer.Open($"if (frame.Length - position < {prefixBytes})");
        writer.Lines(
            $"return {Wire.Generated}.SbeWalk.Fail("
            + $"ref error, {Wire.Reading}.SbeErrorKind.LengthCut, position, 0, {name});");
        writer.Close();
        writer.Blank();
        string length = Length(plan, data, "frame", "position");
        writer.Open(
            $"if (!{Wire.Generated}.SbeWalk.Skip("
            + $"frame.Length, {prefixBytes}, {length}, {data.LengthMaxBytes}, ref position, {name}, ref error))");
        writer.Lines("return false;");
        writer.Close();
    }

    private static string Length(SchemaPlan plan, VarData data, string span, string at) => Wire.Read(
        data.LengthPrimitive, plan.IsBigEndian, span, new Place(at, data.LengthOffsetBytes));

    private static void EmitData(
        SourceWriter writer, SchemaPlan plan, BlockPlan block, MemberPlan names, bool canBeUnlocated)
    {
        var data = (VarData)names.Element;
        string facts = $"{Absent(data)}At most {data.LengthMaxBytes} bytes.";
        writer.Blank();
        writer.Describe(data, $"Data {data.Name}.", facts + " Octets of the frame, not copied.");
        writer.Open($"public {Wire.ReadOnlySpan} {names.Name}");
        writer.Open("get");
        EmitLocated(writer, names.At, $"{block.Path}.{data.Name}", canBeUnlocated);
        string length = Length(plan, data, "_frame", names.At);
        string slice = $"_frame.Slice({names.At} + {data.DataOffsetBytes}, unchecked((int){length}))";
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

    private static void EmitLocated(SourceWriter writer, string place, string path, bool canBeUnlocated)
    {
        if (canBeUnlocated)
        {
            writer.Open($"if ({place} == 0 && _end == 0)");
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
