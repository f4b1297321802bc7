using System.Globalization;

namespace HotPath.Sbe.Schema.Diagnostics;

/// <summary>One finding about a schema: where, what is wrong, what to do.</summary>
public sealed record SchemaDiagnostic
{
    /// <summary>Which rule is broken.</summary>
    public required SchemaRule Rule { get; init; }

    /// <summary>Whether the schema can still be used.</summary>
    public required SchemaSeverity Severity { get; init; }

    /// <summary>File as it was named to the reader.</summary>
    public required string File { get; init; }

    /// <summary>Line, from 1; 0 when it is the file as a whole.</summary>
    public required int Line { get; init; }

    /// <summary>Column, from 1; 0 when it is the file as a whole.</summary>
    public required int Column { get; init; }

    /// <summary>What is wrong, with names and values; no full stop.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it; no full stop.</summary>
    public required string Remedy { get; init; }

    /// <summary>Stable number of the rule, as compilers print it.</summary>
    public string Code => "SBE" + ((int)Rule).ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>Place of the finding.</summary>
    public SourcePlace Place => new(File, Line, Column);

    /// <summary>The finding in one line, as compilers print it.</summary>
    /// <returns><c>file(line,column): error SBE0101: message; remedy</c>.</returns>
    public override string ToString() =>
        $"{Place}: {(Severity == SchemaSeverity.Error ? "error" : "warning")} {Code}: {Message}; {Remedy}";
}
