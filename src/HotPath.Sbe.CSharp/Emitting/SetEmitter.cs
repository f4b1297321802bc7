using System.Globalization;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes a set.</summary>
internal static class SetEmitter
{
    public static void Emit(SourceWriter writer, SetType type, string name)
    {
        var scope = new NameScope("value__");
        var choices = new string[type.Choices.Count];
        for (int index = 0; index < choices.Length; index++)
        {
            choices[index] = scope.Take(Identifiers.Pascal(type.Choices[index].Name));
        }

        string none = scope.Take("None");
        writer.Describe(type, $"Set {type.Name}.", "A message may have bits that are not listed; they are kept.");
        writer.Lines("[global::System.Flags]");
        writer.Open($"public enum {name} : {Wire.Type(type.Primitive)}");
        writer.Summary("No choice.");
        writer.Lines($"{none} = 0,");
        for (int index = 0; index < choices.Length; index++)
        {
            writer.Blank();
            Choice choice = type.Choices[index];
            writer.Describe(choice, $"Choice {choice.Name}.", $"Bit {choice.BitIndex}.");
            writer.Lines($"{choices[index]} = {Bit(choice)},");
        }

        writer.Close();
        writer.Blank();
        EmitExtensions(writer, type, name);
    }

    private static void EmitExtensions(SourceWriter writer, SetType type, string name)
    {
        ulong known = 0;
        foreach (Choice choice in type.Choices)
        {
            known |= 1UL << choice.BitIndex;
        }

        string mask = known.ToString(CultureInfo.InvariantCulture) + "UL";
        writer.Summary($"What the schema knows of {name}.");
        writer.Open($"public static class {name}Extensions");
        writer.Summary("Whether the schema lists every choice that is on.");
        writer.Lines($"public static bool IsDefined(this {name} value) => ((ulong)value & ~{mask}) == 0;");
        writer.Blank();
        writer.Summary("Writes the list of choices that are on; unknown bits as an object at its end.");
        writer.Open($"public static void WriteJson(this {name} value, {Wire.Json} json)");
        writer.Lines("json.WriteStartArray();");
        foreach (Choice choice in type.Choices)
        {
            writer.Open($"if (((ulong)value & {Bit(choice)}UL) != 0)");
            writer.Lines($"json.WriteStringValue({Documentation.Literal(choice.Name)});");
            writer.Close();
            writer.Blank();
        }

        writer.Open("if (!value.IsDefined())");
        writer.Lines($"{Wire.Generated}.SbeJson.UnknownUnsigned(json, (ulong)value & ~{mask});");
        writer.Close();
        writer.Blank();
        writer.Lines("json.WriteEndArray();");
        writer.Close();
        writer.Close();
    }

    private static string Bit(Choice choice) => (1UL << choice.BitIndex).ToString(CultureInfo.InvariantCulture);
}
