using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace HotPath.Benchmarks.Sbe;

/// <summary>A schema as the compiler hands it to a generator.</summary>
/// <param name="path">Its name.</param>
/// <param name="codeNamespace">Namespace of its code.</param>
/// <param name="text">Its text.</param>
internal sealed class SchemaText(string path, string codeNamespace, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text);

    /// <inheritdoc/>
    public override string Path => path;

    /// <inheritdoc/>
    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;

    /// <summary>What the project says of each schema.</summary>
    internal sealed class Options : AnalyzerConfigOptionsProvider
    {
        /// <inheritdoc/>
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values("", "");

        /// <inheritdoc/>
        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        /// <inheritdoc/>
        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values("schema", ((SchemaText)textFile).Namespace);
    }

    private string Namespace => codeNamespace;

    private sealed class Values(string kind, string codeNamespace) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = key.EndsWith("Namespace", System.StringComparison.Ordinal) ? codeNamespace : kind;
            return key.StartsWith("build_metadata.AdditionalFiles.HotPathSbe", System.StringComparison.Ordinal) && value.Length > 0;
        }
    }
}
