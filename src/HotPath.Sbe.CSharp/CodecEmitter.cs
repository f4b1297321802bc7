using System;
using System.Collections.Generic;
using HotPath.Sbe.CSharp.Emitting;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp;

/// <summary>
/// Writes the C# of a schema: an encoder and a decoder for each message and composite, an enum for each enum and set.
/// The same schema gives the same text, whoever asks: the Roslyn generator and the command line both call this.
/// </summary>
public static class CodecEmitter
{
    /// <summary>Writes the code.</summary>
    /// <param name="schema">A schema without errors.</param>
    /// <param name="codeNamespace">Namespace of the code; that of the schema's package when null.</param>
    /// <returns>Files: the schema's own, then types, then messages, each in the order of the schema.</returns>
    public static ModelList<GeneratedFile> Emit(MessageSchema schema, string? codeNamespace = null)
    {
        if (schema is null)
        {
            throw new ArgumentNullException(nameof(schema));
        }

        var plan = new SchemaPlan(schema, codeNamespace);
        var files = new GeneratedFiles(plan);
        files.Add(plan.InfoName, writer => SchemaEmitter.Emit(writer, plan));
        foreach (KeyValuePair<SbeType, string> type in plan.TypeNames)
        {
            files.Add(type.Value, writer => TypeEmitter.Emit(writer, plan, type.Key, type.Value));
        }

        foreach (BlockPlan message in plan.Messages)
        {
            files.Add(message.Name, writer => MessageEmitter.Emit(writer, plan, message));
        }

        return files.ToList();
    }

    /// <summary>Namespace of a schema's code.</summary>
    /// <param name="schema">A schema without errors.</param>
    /// <param name="codeNamespace">As it was asked for; null for that of the schema's package.</param>
    /// <returns>Each part with a capital, and escaped where C# wants it.</returns>
    public static string Namespace(MessageSchema schema, string? codeNamespace)
    {
        if (schema is null)
        {
            throw new ArgumentNullException(nameof(schema));
        }

        return Identifiers.Namespace(codeNamespace ?? schema.Package);
    }
}
