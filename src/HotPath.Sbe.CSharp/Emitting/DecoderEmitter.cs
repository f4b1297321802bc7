using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the decoder of a message.</summary>
internal static class DecoderEmitter
{
    private const int ShortTailCount = 4;

    public static void Emit(SourceWriter writer, SchemaPlan plan, BlockPlan message)
    {
        string name = message.Name + "Decoder";
        writer.Describe(
            message.Block, $"Message {message.Block.Name}, for reading.",
            $"Template {message.Block.Id}. Lives as long as its frame; any member may be read at any time.");
        writer.Open($"public readonly ref struct {name}");
        IReadOnlyList<string> places = TailEmitter.Places(message);
        EmitState(writer, name, places);
        EmitWrap(writer, name);
        EmitTryWrap(writer, plan, message, name, places);
        EmitTryWrapRoot(writer, plan, message, name, places);
        EmitHead(writer, plan, message);
        foreach (MemberPlan field in message.Fields)
        {
            MemberSite site = Site(plan, field, message);
            FieldReaders.Emit(writer, site, ((Field)field.Element).OffsetBytes);
        }

        TailEmitter.EmitReaders(writer, plan, message, "_frame", canBeUnlocated: true);
        EmitJson(writer, plan, message, "_frame", new Place("", plan.HeaderBytes));
        message.Groups.ForEach(group => GroupDecoderEmitter.Emit(writer, plan, group, depth: 0));
        writer.Close();
    }

    /// <summary>Writes the printing of a message or an entry.</summary>
    public static void EmitJson(SourceWriter writer, SchemaPlan plan, BlockPlan block, string span, Place at) =>
        JsonEmitter.Emit(writer, () =>
        {
            foreach (MemberPlan field in block.Fields)
            {
                JsonEmitter.EmitField(writer, MemberSite.OfField(plan, field, block.Path, span, at));
            }

            block.Groups.ForEach(group => JsonEmitter.EmitGroup(writer, group.Member!));
            block.Data.ForEach(data => JsonEmitter.EmitData(writer, data));
        });

    private static MemberSite Site(SchemaPlan plan, MemberPlan field, BlockPlan message) =>
        MemberSite.OfField(plan, field, message.Path, "_frame", new Place("", plan.HeaderBytes));

    private static void EmitState(SourceWriter writer, string name, IReadOnlyList<string> places)
    {
        writer.Lines(
            $"""
            private readonly {Wire.ReadOnlySpan} _frame;
            private readonly int _blockLength;
            private readonly int _version;
            private readonly int _end;
            """);
        foreach (string place in places)
        {
            writer.Lines($"private readonly int {place};");
        }

        writer.Blank();
        string parameters = string.Concat(places.Select(static place => $", int {TailEmitter.Local(place)}"));
        writer.Open($"private {name}({Wire.ReadOnlySpan} frame, int blockLength, int version, int end{parameters})");
        writer.Lines("_frame = frame;\n_blockLength = blockLength;\n_version = version;\n_end = end;");
        foreach (string place in places)
        {
            writer.Lines($"{place} = {TailEmitter.Local(place)};");
        }

        writer.Close();
    }

    private static void EmitWrap(SourceWriter writer, string name)
    {
        writer.Blank();
        writer.Summary("Checks a frame from end to end, header first, and locates groups and data.");
        writer.Lines(
            """
            /// <exception cref="global::HotPath.Foundation.Errors.HotPathException">
            /// HP1004: it is no such message.
            /// </exception>
            """);
        writer.Open($"public static {name} Wrap({Wire.ReadOnlySpan} frame)");
        writer.Open($"if (!TryWrap(frame, out {name} decoder, out {Wire.Reading}.SbeError error))");
        writer.Lines($"{Wire.Generated}.SbeThrow.Malformed(error);");
        writer.Close();
        writer.Blank();
        writer.Lines("return decoder;");
        writer.Close();
    }

    private static void EmitTryWrap(
        SourceWriter writer, SchemaPlan plan, BlockPlan message, string name, IReadOnlyList<string> places)
    {
        writer.Blank();
        writer.Summary(
            "Checks a frame from end to end, header first, and locates groups and data. Octets behind the message, or "
            + "of a newer version of it, are allowed. No exception, no allocation, whatever the octets are.");
        if (IsShort(message))
        {
            writer.Lines(Wire.Inline);
        }

        writer.Open(
            $"public static bool TryWrap({Wire.ReadOnlySpan} frame, out {name} decoder, "
            + $"out {Wire.Reading}.SbeError error)");
        if (places.Count == 0)
        {
            writer.Lines("return TryWrapRoot(frame, out decoder, out error);");
            writer.Close();
            return;
        }

        writer.Open("if (TryWrapRoot(frame, out decoder, out error) && TryLocate(ref decoder, ref error))");
        writer.Lines("return true;");
        writer.Close();
        writer.Blank();
        writer.Lines("decoder = default;\nreturn false;");
        writer.Close();
        writer.Blank();
        writer.Lines(Wire.Inline);
        writer.Open($"private static bool TryLocate(ref {name} decoder, scoped ref {Wire.Reading}.SbeError error)");
        writer.Lines(
            $"""
            {Wire.ReadOnlySpan} frame = decoder._frame;
            int version = decoder._version;
            int position = {plan.HeaderBytes} + decoder._blockLength;
            """);
        TailEmitter.EmitPlaces(writer, message, "int ");
        TailEmitter.EmitLocate(writer, plan, message);
        string located = string.Concat(places.Select(static place => $", {TailEmitter.Local(place)}"));
        writer.Blank();
        writer.Lines($"decoder = new {name}(frame, decoder._blockLength, version, position{located});");
        writer.Lines("return true;");
        writer.Close();
    }

    // Short enough to become part of its callers, so that the decoder can lie in registers there.
    private static bool IsShort(BlockPlan message) =>
        message.TailCount <= ShortTailCount && message.Groups.TrueForAll(static group => group.TailCount == 0);

    private static void EmitTryWrapRoot(
        SourceWriter writer, SchemaPlan plan, BlockPlan message, string name, IReadOnlyList<string> places)
    {
        writer.Blank();
        writer.Summary(
            "Checks the header and the root block only, for reading its fields: routing, filters. Groups and data are "
            + "neither checked nor located; asking for them throws.");
        writer.Lines(Wire.Inline);
        writer.Open(
            $"public static bool TryWrapRoot({Wire.ReadOnlySpan} frame, out {name} decoder, "
            + $"out {Wire.Reading}.SbeError error)");
        string head = $"{plan.HeaderBytes}";
        string unlocated = string.Concat(Enumerable.Repeat(", 0", places.Count));
        string end = places.Count == 0 ? $"{head} + (int)blockLength" : "0";

        // The first comparison follows from the later ones; with it the JIT knows how long the frame is at least.
        writer.Lines(
            $$"""
            if (frame.Length >= {{plan.HeaderBytes + message.Block.MinimumBlockLengthBytes(0)}}
                && {{Is(plan, "schemaId", plan.Schema.Id)}}
                && {{Is(plan, "templateId", message.Block.Id)}})
            {
                int version = {{ReadVersion(plan)}};
                ulong blockLength = {{SchemaEmitter.ReadHeader(plan, "blockLength")}};
                if (blockLength <= (ulong)(frame.Length - {{head}})
                    && blockLength >= (ulong)MinimumBlockLength(version))
                {
                    decoder = new {{name}}(frame, (int)blockLength, version, {{end}}{{unlocated}});
                    error = default;
                    return true;
                }
            }

            decoder = default;
            error = Refuse(frame);
            return false;
            """);
        writer.Close();
        EmitRefuse(writer, plan, message);
        TailEmitter.EmitMinimum(writer, message.Block);
    }

    // Apart from the way that good frames take, which is short enough to become part of its callers.
    private static void EmitRefuse(SourceWriter writer, SchemaPlan plan, BlockPlan message)
    {
        string path = Documentation.Literal(message.Block.Name);
        string head = $"{plan.HeaderBytes}";
        writer.Blank();
        writer.Lines(Wire.Apart);
        writer.Open($"private static {Wire.Reading}.SbeError Refuse({Wire.ReadOnlySpan} frame)");
        EmitRefusal(writer, "frame.Length < " + head, "HeaderCut", "frame.Length", "0", "null");
        EmitHeaderRefusal(writer, plan, "schemaId", plan.Schema.Id, "OtherSchema");
        EmitHeaderRefusal(writer, plan, "templateId", message.Block.Id, "OtherTemplate");
        writer.Lines($"ulong blockLength = {SchemaEmitter.ReadHeader(plan, "blockLength")};");
        EmitRefusal(writer, $"blockLength > (ulong)(frame.Length - {head})", "BlockPastEnd", head, "blockLength", path);
        writer.Lines($"return {Wire.Fault("BlockTooShort", head, "blockLength", path)};");
        writer.Close();
    }

    private static string Is(SchemaPlan plan, string member, int wanted) =>
        $"{SchemaEmitter.ReadHeader(plan, member)} == {wanted}";

    private static string ReadVersion(SchemaPlan plan)
    {
        string read = SchemaEmitter.ReadHeader(plan, "version");
        bool isSmall = PrimitiveTypes.SizeBytes(SchemaEmitter.HeaderMember(plan, "version").Primitive) <= 2;
        return isSmall ? read : $"(int)global::System.Math.Min({read}, (uint)int.MaxValue)";
    }

    private static void EmitHeaderRefusal(SourceWriter writer, SchemaPlan plan, string member, int wanted, string kind)
    {
        int offsetBytes = plan.Schema.Header.Find(member)!.OffsetBytes;
        string read = SchemaEmitter.ReadHeader(plan, member);
        EmitRefusal(writer, $"{read} != {wanted}", kind, $"{offsetBytes}", read, "null");
    }

    private static void EmitRefusal(
        SourceWriter writer, string condition, string kind, string offset, string found, string name)
    {
        writer.Open($"if ({condition})");
        writer.Lines($"return {Wire.Fault(kind, offset, found, name)};");
        writer.Close();
        writer.Blank();
    }

    private static void EmitHead(SourceWriter writer, SchemaPlan plan, BlockPlan message)
    {
        writer.Blank();
        writer.Summary("Length of the root block as it was sent. Unit: bytes.");
        writer.Lines("public int ActingBlockLength => _blockLength;");
        writer.Blank();
        writer.Summary("Version of the schema by which the message was written.");
        writer.Lines("public int ActingVersion => _version;");
        writer.Blank();
        writer.Summary("Octets of the message that this schema knows, header included. Unit: bytes.");
        writer.Open("public int EncodedLength");
        writer.Open("get");
        writer.Open("if (_end == 0)");
        string path = Documentation.Literal(message.Path + ".EncodedLength");
        writer.Lines($"{Wire.Generated}.SbeThrow.NotLocated({path});");
        writer.Close();
        writer.Blank();
        writer.Lines("return _end;");
        writer.Close();
        writer.Close();
        writer.Blank();
        writer.Summary("Whether octets are left that a newer version of the schema knows.");
        writer.Lines($"public bool IsTailUnread => _version > {plan.Schema.Version} && EncodedLength < _frame.Length;");
    }
}
