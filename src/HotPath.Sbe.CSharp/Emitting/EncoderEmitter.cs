using System.Globalization;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the encoder of a message.</summary>
internal static class EncoderEmitter
{
    public static void Emit(SourceWriter writer, SchemaPlan plan, BlockPlan message)
    {
        string name = message.Name + "Encoder";
        BlockImage image = Image(plan, message.Block);
        writer.Describe(
            message.Block, $"Message {message.Block.Name}, for writing.",
            $"Template {message.Block.Id}. Fields in any order, then groups and data in the order of the schema. "
            + "Keep it in a variable, and pass it on by reference: a copy does not know how far the message is "
            + "written.");
        writer.Open($"public ref struct {name}");
        EmitHead(writer, message, name, image);
        string guard = $"{Wire.Generated}.SbeThrow.NotWrapped({Documentation.Literal(message.Path)});";
        foreach (MemberPlan field in message.Fields)
        {
            var at = new Place("", plan.HeaderBytes);
            MemberSite site = MemberSite.OfField(plan, field, message.Path, "_buffer", at) with { Guard = guard };
            FieldWriters.Emit(writer, site, ((Field)field.Element).OffsetBytes);
        }

        EmitTail(writer, plan, message, "");
        EmitEnd(writer, plan, message);
        image.EmitProperty(writer);
        message.Groups.ForEach(group => GroupEncoderEmitter.Emit(writer, plan, group));
        writer.Close();
    }

    /// <summary>Writes the methods for groups and data.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="plan">Names.</param>
    /// <param name="block">Message or group.</param>
    /// <param name="owedBefore">Expression of what is owed besides the block's own steps; empty for a message.</param>
    public static void EmitTail(SourceWriter writer, SchemaPlan plan, BlockPlan block, string owedBefore)
    {
        int left = block.TailCount;
        foreach (BlockPlan group in block.Groups)
        {
            EmitGroup(writer, plan, block, group, Owed(owedBefore, left--, block.TailCount));
        }

        foreach (MemberPlan data in block.Data)
        {
            EmitData(writer, plan, block, data, Owed(owedBefore, left--, block.TailCount));
        }
    }

    private static string Owed(string owedBefore, int left, int tail) =>
        owedBefore.Length == 0 ? left.ToString(CultureInfo.InvariantCulture) : $"{owedBefore} - {1 + tail - left}";

    private static BlockImage Image(SchemaPlan plan, Block message)
    {
        MessageSchema schema = plan.Schema;
        var image = new BlockImage(plan.HeaderBytes + message.BlockLengthBytes, plan.IsBigEndian);
        HeaderNumber(image, schema, "blockLength", message.BlockLengthBytes);
        HeaderNumber(image, schema, "templateId", message.Id);
        HeaderNumber(image, schema, "schemaId", schema.Id);
        HeaderNumber(image, schema, "version", schema.Version);
        image.Fields(message.Fields, plan.HeaderBytes);
        return image;
    }

    private static void HeaderNumber(BlockImage image, MessageSchema schema, string name, int value)
    {
        CompositeMember member = schema.Header.Find(name)!;
        PrimitiveType primitive = ((EncodedType)member.Type).Primitive;
        image.Number(member.OffsetBytes, PrimitiveValue.FromInt64(primitive, value));
    }

    private static void EmitHead(SourceWriter writer, BlockPlan message, string name, BlockImage image)
    {
        string path = Documentation.Literal(message.Path);
        writer.Lines(
            $$"""
            private readonly {{Wire.Span}} _buffer;
            private {{Wire.Generated}}.SbeCursor _cursor;

            private {{name}}({{Wire.Span}} buffer)
            {
                _buffer = buffer;
                _cursor = new {{Wire.Generated}}.SbeCursor({{image.LengthBytes}}, {{message.TailCount}});
            }

            /// <summary>
            /// Begins a message: writes the header, and a root block in which everything that can be null is, and the
            /// rest is zero.
            /// </summary>
            /// <exception cref="global::System.ArgumentException">
            /// The buffer is too small for header and root block.
            /// </exception>
            {{Wire.Inline}}
            public static {{name}} Wrap({{Wire.Span}} buffer)
            {
                if (!TryWrap(buffer, out {{name}} encoder))
                {
                    {{Wire.Generated}}.SbeThrow.BufferTooSmall({{path}}, {{image.LengthBytes}}, buffer.Length);
                }

                return encoder;
            }

            """);
        writer.Summary("Begins a message unless the buffer is too small for header and root block.");
        writer.Lines(Wire.Inline);
        writer.Open($"public static bool TryWrap({Wire.Span} buffer, out {name} encoder)");
        writer.Open($"if (buffer.Length < {image.LengthBytes})");
        writer.Lines("encoder = default;\nreturn false;");
        writer.Close();
        writer.Blank();
        image.EmitFill(writer, "buffer");
        writer.Lines($"encoder = new {name}(buffer);\nreturn true;");
        writer.Close();
    }

    private static void EmitEnd(SourceWriter writer, SchemaPlan plan, BlockPlan message) => writer.Lines(
        $$"""

        /// <summary>Octets that are written, header included. Unit: bytes.</summary>
        public readonly int EncodedLength => _cursor.LimitBytes;

        /// <summary>Octets that are written, header included.</summary>
        public readonly {{Wire.ReadOnlySpan}} Written => _buffer.Slice(0, _cursor.LimitBytes);

        /// <summary>Ends the message; checked code refuses one with groups, entries or data missing.</summary>
        /// <returns>Its length, header included. Unit: bytes.</returns>
        public readonly int Finish()
        {
            if ({{plan.Checks}})
            {
                _cursor.Complete({{Documentation.Literal(message.Path)}});
            }

            return _cursor.LimitBytes;
        }
        """);

    private static void EmitGroup(SourceWriter writer, SchemaPlan plan, BlockPlan block, BlockPlan group, string owed)
    {
        MemberPlan names = group.Member!;
        var model = (Group)group.Block;
        string path = Documentation.Literal(group.Path);
        writer.Blank();
        string facts = model.IsEntryEmpty ? "Its entries take no octets: write none."
            : $"Write the entries one after the other; at most {model.CountMax}.";
        writer.Describe(model, $"Group {model.Name}.", facts);
        writer.Lines("/// <param name=\"count\">Number of entries, each of which is then begun with Next.</param>");
        writer.Lines("[global::System.Diagnostics.CodeAnalysis.UnscopedRef]");
        writer.Lines(Wire.Inline);
        writer.Open($"public {names.GroupType} {names.Count}(int count)");
        if (model.IsEntryEmpty)
        {
            writer.Open("if (count > 0)");
            writer.Lines($"{Wire.Generated}.SbeThrow.EntriesEmpty({path}, count);");
            writer.Close();
            writer.Blank();
        }

        string least = model.CountMin > 0 ? $"count < {model.CountMin}" : "count < 0";
        string most = model.CountMax < int.MaxValue ? $" || count > {model.CountMax}" : "";
        writer.Open($"if ({least}{most})");
        writer.Lines($"{Wire.Generated}.SbeThrow.WrongCount({path}, count, {model.CountMin}, {model.CountMax});");
        writer.Close();
        writer.Blank();
        EmitStep(writer, plan, owed, $"(long)count * {1 + group.TailCount}", path);
        writer.Lines($"return new {names.GroupType}(_buffer, ref _cursor, count);");
        writer.Close();
    }

    /// <summary>Writes the check of a step, for checked mode.</summary>
    public static void EmitStep(SourceWriter writer, SchemaPlan plan, string owed, string more, string path)
    {
        writer.Open($"if ({plan.Checks})");
        writer.Lines($"_cursor.Step({owed}, {more}, {path});");
        writer.Close();
        writer.Blank();
    }

    private static void EmitData(SourceWriter writer, SchemaPlan plan, BlockPlan block, MemberPlan names, string owed)
    {
        var data = (VarData)names.Element;
        string facts = $"At most {data.LengthMaxBytes} bytes; longer data is refused.";
        writer.Blank();
        writer.Describe(data, $"Data {data.Name}.", facts);
        writer.Lines(Wire.Inline);
        writer.Open($"public void {names.Write}({Wire.ReadOnlySpan} octets)");
        EmitTake(writer, plan, block, data, owed, "octets.Length");
        writer.Lines($"octets.CopyTo({Wire.Memory}.OctetWriter.Block(to, {data.DataOffsetBytes}, octets.Length));");
        writer.Close();
        if (Wire.Encoding(data.CharacterEncoding) is { } encoding)
        {
            writer.Blank();
            writer.Describe(data, $"Data {data.Name}.", $"{facts} Encoding: {data.CharacterEncoding}.");
            writer.Open($"public void {names.Write}(global::System.ReadOnlySpan<char> text)");
            writer.Lines($"int length = {encoding}.GetByteCount(text);");
            EmitTake(writer, plan, block, data, owed, "length");
            writer.Lines($"{encoding}.GetBytes(text, to.Slice({data.DataOffsetBytes}));");
            writer.Close();
        }
    }

    private static void EmitTake(
        SourceWriter writer, SchemaPlan plan, BlockPlan block, VarData data, string owed, string length)
    {
        string path = Documentation.Literal($"{block.Path}.{data.Name}");
        string type = Wire.Type(data.LengthPrimitive);
        var at = new Place("", data.LengthOffsetBytes);
        EmitStep(writer, plan, owed, "0", path);
        writer.Lines(
            $"{Wire.Span} to = _cursor.TakeData("
            + $"_buffer, {data.DataOffsetBytes}, {length}, {data.LengthMaxBytes}, {path});");
        if (data.LengthOffsetBytes > 0)
        {
            writer.Lines($"to.Slice(0, {data.DataOffsetBytes}).Clear();");
        }

        writer.Lines(Wire.Write(data.LengthPrimitive, plan.IsBigEndian, "to", at, $"({type}){length}"));
    }
}
