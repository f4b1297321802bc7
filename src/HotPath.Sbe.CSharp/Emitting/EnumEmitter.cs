using System.Globalization;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes an enum.</summary>
internal static class EnumEmitter
{
    public static void Emit(SourceWriter writer, EnumType type, string name)
    {
        var scope = new NameScope("value__");
        var values = new string[type.Values.Count];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = scope.Take(Identifiers.AsWritten(type.Values[index].Name));
        }

        string nullName = scope.Take("NULL_VALUE");
        writer.Describe(type, $"Enum {type.Name}.", "A message may have values that are not listed; they are kept.");
        writer.Open($"public enum {name} : {Wire.Type(type.Primitive)}");
        for (int index = 0; index < values.Length; index++)
        {
            writer.Describe(type.Values[index], $"Value {type.Values[index].Name}.", "");
            writer.Lines($"{values[index]} = {Number(type.Values[index].Value)},");
            writer.Blank();
        }

        writer.Summary("No value.");
        writer.Lines($"{nullName} = {Number(type.NullValue)},");
        writer.Close();
        writer.Blank();
        EmitExtensions(writer, type, name, values);
    }

    private static void EmitExtensions(SourceWriter writer, EnumType type, string name, string[] values)
    {
        writer.Summary($"What the schema knows of {name}.");
        writer.Open($"public static class {name}Extensions");
        writer.Summary("Whether the schema lists this value; the null value is not listed.");
        writer.Open($"public static bool IsDefined(this {name} value)");
        EmitSwitch(writer, name, values, static (_, _) => "return true;", "return false;", type);
        writer.Close();
        writer.Blank();
        writer.Summary("Writes the value's name, null, or an object with the unknown number.");
        writer.Open($"public static void WriteJson(this {name} value, {Wire.Json} json)");
        string unknown = PrimitiveTypes.IsSigned(type.Primitive) ? "UnknownSigned" : "UnknownUnsigned";
        writer.Open($"if (!value.IsDefined())");
        writer.Open($"if (({Wire.Type(type.Primitive)})value == {Number(type.NullValue)})");
        writer.Lines("json.WriteNullValue();");
        writer.Lines("return;");
        writer.Close();
        writer.Blank();
        string number = PrimitiveTypes.IsSigned(type.Primitive) ? "(long)value" : "(ulong)value";
        writer.Lines($"{Wire.Generated}.SbeJson.{unknown}(json, {number});");
        writer.Lines("return;");
        writer.Close();
        writer.Blank();
        EmitSwitch(
            writer, name, values,
            static (type, index) => $"json.WriteStringValue({Documentation.Literal(type.Values[index].Name)});\nbreak;",
            "break;", type);
        writer.Close();
        writer.Close();
    }

    private static void EmitSwitch(
        SourceWriter writer, string name, string[] values, System.Func<EnumType, int, string> found, string otherwise,
        EnumType type)
    {
        writer.Open("switch (value)");
        for (int index = 0; index < values.Length; index++)
        {
            writer.Lines($"case {name}.{values[index]}:");
            writer.Lines("    " + found(type, index).Replace("\n", "\n    "));
        }

        writer.Lines("default:");
        writer.Lines($"    {otherwise}");
        writer.Close();
    }

    private static string Number(PrimitiveValue value) => value.Type == PrimitiveType.UInt64
        ? value.ToUInt64().ToString(CultureInfo.InvariantCulture)
        : value.ToInt64().ToString(CultureInfo.InvariantCulture);
}
