using HotPath.Sbe.CSharp;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Generator;

/// <summary>Code of one schema.</summary>
/// <param name="Path">File of the schema.</param>
/// <param name="CodeNamespace">Namespace of the code.</param>
/// <param name="Files">The code.</param>
internal sealed record SchemaCode(string Path, string CodeNamespace, ModelList<GeneratedFile> Files);
