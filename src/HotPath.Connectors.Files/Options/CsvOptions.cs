using System.Text;
using HotPath.Dataflow.Options;

namespace HotPath.Connectors.Files.Options;

/// <summary>Options of the csv format, Flink's names and defaults.</summary>
/// <remarks>Source: specs/flink-semantics.md 2.1.</remarks>
internal sealed record CsvOptions
{
    /// <summary>'csv.field-delimiter'. Default: comma.</summary>
    public byte Delimiter { get; init; } = (byte)',';

    /// <summary>'csv.quote-character'; -1 when disabled. Default: double quote.</summary>
    public int Quote { get; init; } = '"';

    /// <summary>'csv.escape-character'; -1 when there is none. Default: none.</summary>
    public int Escape { get; init; } = -1;

    /// <summary>The escape that counts inside quotes: a quote that is the escape, too, is doubled there.</summary>
    public int QuotedEscape => Escape == Quote ? -1 : Escape;

    /// <summary>'csv.allow-comments': lines that start with <c>#</c> are passed over. Default: false.</summary>
    public bool AllowComments { get; init; }

    /// <summary>
    /// 'csv.ignore-parse-errors': wrong fields are NULL, wrong records are passed over. Default: false.
    /// </summary>
    public bool IgnoreParseErrors { get; init; }

    /// <summary>
    /// 'csv.null-literal' in UTF-8; <see langword="null"/> when nothing stands for NULL. Default: none.
    /// </summary>
    public byte[]? NullLiteral { get; init; }

    /// <summary>Reads the options.</summary>
    /// <param name="reader">Options of the table.</param>
    /// <returns>The options; defaults where there is a problem.</returns>
    public static CsvOptions Read(OptionReader reader)
    {
        bool isUnquoted = reader.Flag("csv.disable-quote-character");
        if (isUnquoted && reader.Has("csv.quote-character"))
        {
            reader.Complain(
                "csv.quote-character", "cannot be set together with 'csv.disable-quote-character'; remove one");
        }

        string? nullLiteral = reader.Text("csv.null-literal");
        int quote = reader.Character("csv.quote-character", '"');
        var options = new CsvOptions
        {
            Delimiter = (byte)reader.Character("csv.field-delimiter", ',', isEscaped: true),
            Quote = isUnquoted ? -1 : quote,
            Escape = reader.Character("csv.escape-character", -1),
            AllowComments = reader.Flag("csv.allow-comments"),
            IgnoreParseErrors = reader.Flag("csv.ignore-parse-errors"),
            NullLiteral = nullLiteral is null ? null : Encoding.UTF8.GetBytes(nullLiteral),
        };
        if (options.Delimiter == options.Quote || options.Delimiter == options.Escape)
        {
            reader.Complain("csv.field-delimiter must differ from quote and escape character");
        }

        if (reader.Has("csv.array-element-delimiter"))
        {
            _ = reader.Text("csv.array-element-delimiter");
            reader.Complain("csv.array-element-delimiter", "arrays are not supported; remove it");
        }

        return options;
    }
}
