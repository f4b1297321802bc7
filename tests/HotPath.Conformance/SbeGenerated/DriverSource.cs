using System.Globalization;
using System.Text;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Conformance.SbeGenerated;

/// <summary>Writes C# that uses all generated code of a schema: reads each member, and writes it to a new message.</summary>
internal sealed class DriverSource(SchemaPlan plan)
{
    private readonly StringBuilder _text = new();
    private int _locals;

    public string Write()
    {
        Line("#pragma warning disable CS0612, CS0618, CS1591");
        Line($"namespace Driver.{plan.Namespace};");
        Line("public static class Codec {");
        Line("public static global::HotPath.Sbe.Reading.SbeError Check(global::System.ReadOnlySpan<byte> frame, out int consumed, out bool tail) {");
        Line("consumed = 0; tail = false; global::HotPath.Sbe.Reading.SbeError error = default;");
        Dispatch(static (name, driver) => driver.Line(
            $"{{ if ({name}Decoder.TryWrap(frame, out var d, out error)) {{ consumed = d.EncodedLength; tail = d.IsTailUnread; }} return error; }}"));
        string unknown = plan.Messages.Count == 0 ? "error" : $"global::{plan.Namespace}.{plan.Messages[0].Name}Decoder.TryWrap(frame, out _, out error) ? error : error";
        Line($"return {unknown}; }}");
        Line("public static string Print(global::System.ReadOnlySpan<byte> frame) {");
        Dispatch(static (name, driver) => driver.Line($"return {name}Decoder.Wrap(frame).ToString();"));
        Line("return \"\"; }");
        Line("public static int Copy(global::System.ReadOnlySpan<byte> frame, global::System.Span<byte> to) {");
        Dispatch(static (name, driver) => driver.Line($"return Copy{name[(name.LastIndexOf('.') + 1)..]}(frame, to);"));
        Line("return -1; }");
        foreach (BlockPlan message in plan.Messages)
        {
            string type = $"global::{plan.Namespace}.{message.Name}";
            Line($"private static int Copy{message.Name}(global::System.ReadOnlySpan<byte> frame, global::System.Span<byte> to) {{");
            Line($"var d = {type}Decoder.Wrap(frame); var e = {type}Encoder.Wrap(to);");
            CopyBlock(message, "d", "e");
            Line("return e.Finish(); }");
        }

        Line("}");
        return _text.ToString();
    }

    private void Dispatch(System.Action<string, DriverSource> write)
    {
        Line($"if (global::{plan.Namespace}.{plan.InfoName}.TryReadTemplateId(frame, out var id)) switch ((ulong)id) {{");
        foreach (BlockPlan message in plan.Messages)
        {
            Line($"case {message.Block.Id.ToString(CultureInfo.InvariantCulture)}:");
            write($"global::{plan.Namespace}.{message.Name}", this);
        }

        Line("default: break; }");
    }

    private void CopyBlock(BlockPlan block, string from, string to)
    {
        foreach (MemberPlan member in block.Fields)
        {
            var field = (Field)member.Element;
            CopyMember(member, field.Type, field.Presence, field.SinceVersion > 0, from, to);
        }

        foreach (BlockPlan group in block.Groups)
        {
            MemberPlan names = group.Member!;
            string writer = Local();
            string entry = Local();

            // Entries without members can be read, for a newer version may give them some, and not be written.
            bool isNone = ((Group)group.Block).IsEntryEmpty;
            Line($"var {writer} = {to}.{names.Count}({(isNone ? "0" : $"{from}.{names.Name}.Count")});");
            Line($"foreach (var {entry} in {from}.{names.Name}) {{ {(isNone ? $"_ = {entry}.ActingBlockLength" : $"{writer}.Next()")};");
            CopyBlock(group, entry, writer);
            Line("}");
        }

        block.Data.ForEach(data => Line($"{to}.{data.Write}({from}.{data.Name});"));
    }

    private void CopyMember(MemberPlan names, SbeType type, Presence presence, bool isVersioned, string from, string to)
    {
        bool isNullable = presence == Presence.Optional || isVersioned;
        switch (type)
        {
            case var _ when presence == Presence.Constant:
                Line($"_ = {from}.{names.Name};");
                break;
            case EncodedType { Primitive: PrimitiveType.Char, Length: > 1 }:
                Line($"{to}.{names.Set}({from}.{names.Name});");
                break;
            case EncodedType { Length: > 1 } array:
                string get = isNullable ? names.GetRaw : names.Get;
                Line($"for (int i = 0; i < {array.Length}; i++) {{ {to}.{names.Set}(i, {from}.{get}(i)); }}");
                break;
            case EncodedType:
                string property = presence != Presence.Optional && isVersioned ? names.Raw : names.Name;
                Line($"{to}.{names.Name} = {from}.{property};");
                break;
            case CompositeType composite:
                string reader = Local();
                string writer = Local();
                Line($"var {reader} = {from}.{names.Name}; var {writer} = {to}.{names.Name};");
                foreach (MemberPlan member in plan.Members(composite))
                {
                    var inner = (CompositeMember)member.Element;
                    CopyMember(member, inner.Type, inner.Presence, false, reader, writer);
                }

                break;
            default:
                Line($"{to}.{names.Name} = {from}.{names.Name};");
                break;
        }
    }

    private string Local() => "v" + _locals++.ToString(CultureInfo.InvariantCulture);

    private void Line(string line) => _text.Append(line).Append('\n');
}
