using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Shards;
using HotPath.Sql.Binding;

namespace HotPath.Sql.Planning;

/// <summary>
/// The plan frame's text: a first line with the format, then named sections of counted length, so that the script in it
/// can hold any text.
/// </summary>
/// <remarks>Source: design.md, "One coordinate": hidden inputs of the function are in the log.</remarks>
internal static class PlanText
{
    /// <summary>Raised whenever equal logs and equal scripts would give other results than before.</summary>
    public const int SemanticsVersion = 1;

    public const string ScriptSection = "script";

    public const string SemanticsSection = "semantics";

    public const string ZoneSection = "zone";

    private const string FirstLine = "hotpath-plan 1";
    public const string CodecsSection = "codecs";

    public const string FunctionsSection = "functions";

    public static string Write(
        string scripts,
        BoundSession session,
        IReadOnlyList<TableProgram> tables,
        IReadOnlyList<StatementProgram> programs,
        string codecs)
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        Section(text, SemanticsSection, SemanticsVersion.ToString(CultureInfo.InvariantCulture));
        Section(text, ScriptSection, scripts);
        Section(text, ZoneSection, session.Settings.Zone.Identity);
        Section(text, "tables", string.Join('\n', tables.Select(Table)));
        if (codecs.Length > 0)
        {
            Section(text, CodecsSection, codecs);
        }

        if (session.Settings.Functions.Functions.Identity() is { Length: > 0 } functions)
        {
            Section(text, FunctionsSection, functions);
        }

        Section(text, "statements", string.Join('\n', programs.Select(Statement)));
        string onError = session.Settings.FailOnError ? "fail" : "dead-letter";
        string quota = session.Settings.TenantStateBytes is var bytes and > 0 ? $" tenant-state-bytes={bytes}" : "";
        Section(
            text, "options", $"mark-interval-bytes={session.Settings.MarkIntervalBytes} on-error={onError}{quota}");
        return text.ToString();
    }

    /// <summary>The script inside a plan frame.</summary>
    /// <returns>The script, or null when the text is not a plan of this version.</returns>
    public static string? ReadScript(string planText) => ReadSections(planText)?.GetValueOrDefault(ScriptSection);

    /// <summary>The codecs that a plan frame stands on: they need not be there to replay it.</summary>
    /// <returns>A line a table; empty when no table has one.</returns>
    public static string ReadCodecs(string planText) =>
        ReadSections(planText)?.GetValueOrDefault(CodecsSection) ?? string.Empty;

    /// <summary>The sections of a plan frame by name, those of later versions too.</summary>
    /// <returns>The sections, or null when the text is not a plan of this version.</returns>
    public static Dictionary<string, string>? ReadSections(string planText)
    {
        int at = planText.IndexOf('\n', StringComparison.Ordinal) + 1;
        if (at == 0 || planText[..(at - 1)] != FirstLine)
        {
            return null;
        }

        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        while (at < planText.Length)
        {
            int end = planText.IndexOf('\n', at);
            int space = end < 0 ? -1 : planText.IndexOf(' ', at, end - at);
            if (space < 0
                || !int.TryParse(
                    planText.AsSpan(space + 1, end - space - 1),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out int length)
                || length > planText.Length - end - 1)
            {
                return null;
            }

            sections[planText[at..space]] = planText.Substring(end + 1, length);
            at = end + 1 + length + 1;
        }

        return sections;
    }

    private static string Table(TableProgram table)
    {
        int tenant = table.Definition.TenantColumn;
        string window = table.Delays is null ? "dedup-window-ms" : "dedup-window-of-tenant-ms"; // behind its own delay
        string eventId = table.Definition.EventId is { } id
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" event-id={table.Definition.Schema.Columns[id.Column].Name} {window}={id.WindowMs} "
                + $"operator={id.OperatorId:x16}")
            : string.Empty;
        return $"{table.Definition.Schema} tenant={(tenant < 0 ? "-" : table.Definition.Schema.Columns[tenant].Name)}"
            + eventId
            + (table.HasPartitions
                ? string.Create(CultureInfo.InvariantCulture, $" watermark-per=partition idle-ms={table.IdleMs}")
                : string.Empty)
            + (table.Delays is null ? string.Empty : $" watermark-delays={table.Delays}");
    }

    private static string Statement(StatementProgram program)
    {
        string scope = program.Definition.IsTenantScoped ? "tenant" : "global";
        return $"{program.Definition.Id} operator={program.Definition.OperatorId:x16} scope={scope} "
            + $"sink={program.Definition.Sink} {program.Definition.OutputSchema}{Late(program.Definition.Late)}"
            + Wait(program);
    }

    private static string Wait(StatementProgram program)
    {
        long timeoutMs = program.TimeoutMs;
        bool tells = program.TellsClosing;
        for (StatementProgram? stage = program.Next; stage is not null; stage = stage.Next)
        {
            timeoutMs = Math.Max(timeoutMs, stage.TimeoutMs);
            tells |= stage.TellsClosing;
        }

        string wait = timeoutMs == 0
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" window-timeout-ms={timeoutMs}");
        return wait + (tells ? " closed-by" : string.Empty);
    }

    private static string Late(LateOutputDefinition? late) =>
        late is null ? string.Empty : $" late-output={late.Sink} {late.Schema}";

    private static void Section(StringBuilder text, string name, string content) =>
        text.Append(CultureInfo.InvariantCulture, $"{name} {content.Length}\n").Append(content).Append('\n');
}
