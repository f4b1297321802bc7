using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Connectors.Files.Options;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>Binds the columns of a table to members of messages, or says everything that is wrong.</summary>
internal sealed class SbeTableBinder
{
    private const int ErrorsShown = 3;

    private readonly OptionReader _reader;
    private readonly SbeOptions _options;
    private readonly RowSchema _columns;

    private SbeTableBinder(OptionReader reader, SbeOptions options, RowSchema columns)
    {
        _reader = reader;
        _options = options;
        _columns = columns;
    }

    /// <summary>Binds a table.</summary>
    /// <param name="reader">Takes what is wrong.</param>
    /// <param name="columns">Columns of the table.</param>
    /// <param name="folder">Where a relative path to the schema starts.</param>
    /// <returns>The table, or null after a problem.</returns>
    public static SbeTable? Bind(OptionReader reader, RowSchema columns, string folder)
    {
        int problems = reader.Problems.Count;
        var binder = new SbeTableBinder(reader, SbeOptions.Read(reader, columns), columns);
        SbeTable? table = binder._options.SchemaPath.Length > 0 ? binder.Bind(folder) : null;
        return reader.Problems.Count == problems ? table : null;
    }

    private SbeTable? Bind(string folder)
    {
        if (ReadSchema(folder, out string hash) is not { } schema)
        {
            return null;
        }

        List<Message> messages = Messages(schema);
        var members = messages.ToDictionary(static m => m.Id, m => SbeMemberList.Of(schema, m));
        var bound = messages.ToDictionary(static m => m.Id, static _ => new List<SbeColumn>());
        for (int i = 0; i < _columns.Columns.Count && messages.Count > 0; i++)
        {
            var search = new SbeColumnSearch(_columns.Columns[i], i, _options);
            foreach (Message message in messages)
            {
                if (search.Find(message, members[message.Id]) is { } column)
                {
                    bound[message.Id].Add(column);
                }
            }

            if (search.Problem() is { } problem)
            {
                _reader.Complain(problem);
            }
        }

        return MessageFraming.Find(_options.Framing, schema.ByteOrder) is { } framing
            ? new SbeTable(schema, [.. messages.Select(m => new SbeMessageRows(m, bound[m.Id]))], framing, hash)
            : null;
    }

    private MessageSchema? ReadSchema(string folder, out string hash)
    {
        using var files = new HashedSchemaFiles();
        hash = string.Empty;
        try
        {
            // As it was written, so that places in messages are paths that the user knows.
            string path = Path.Combine(folder == "." ? string.Empty : folder, _options.SchemaPath);
            SchemaReadResult result = SchemaReader.Read(path, files);
            hash = files.Hash;
            if (result.Schema is null)
            {
                SchemaDiagnostic[] errors =
                    [.. result.Diagnostics.Where(static d => d.Severity == SchemaSeverity.Error)];
                string more = errors.Length > ErrorsShown ? $"; and {errors.Length - ErrorsShown} more" : string.Empty;
                _reader.Complain(
                    SbeOptions.SchemaKey,
                    $"is no valid schema: {string.Join("; ", errors.Take(ErrorsShown))}{more}; 'hotpath schema layout' "
                    + "shows every mistake");
            }

            return result.Schema;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _reader.Complain(SbeOptions.SchemaKey, $"cannot be read: {error.Message}");
            return null;
        }
    }

    private List<Message> Messages(MessageSchema schema)
    {
        if (_options.Messages is ["*"])
        {
            return [.. schema.Messages];
        }

        var found = new List<Message>();
        foreach (string name in _options.Messages.Distinct(StringComparer.Ordinal))
        {
            if (schema.Messages.FirstOrDefault(m => m.Name == name) is { } message)
            {
                found.Add(message);
            }
            else
            {
                _reader.Complain(
                    SbeOptions.MessageKey,
                    $"schema '{_options.SchemaPath}' has no message '{name}'; "
                    + NameSuggestions.For(name, schema.Messages.Select(static m => m.Name)));
            }
        }

        return found;
    }
}
