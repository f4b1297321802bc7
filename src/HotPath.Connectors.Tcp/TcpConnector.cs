using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;

namespace HotPath.Connectors.Tcp;

/// <summary>
/// The connector 'tcp': tables whose rows clients send, each exactly once, over connections that the table listens for.
/// </summary>
/// <remarks>Threading: open from one thread; each source then belongs to one.</remarks>
public sealed class TcpConnector
{
    /// <summary>Its name in WITH options.</summary>
    public const string Name = "tcp";

    private readonly IRecordFormats _formats;
    private readonly Action<string>? _onNotice;
    private readonly List<TcpSource> _sources = [];

    /// <summary>The connector of one run.</summary>
    /// <param name="formats">Formats of records.</param>
    /// <param name="onNotice">Told where each table listens: one line.</param>
    public TcpConnector(IRecordFormats formats, Action<string>? onNotice)
    {
        ArgumentNullException.ThrowIfNull(formats);
        _formats = formats;
        _onNotice = onNotice;
    }

    /// <summary>What the clients of each table did, by table; stale until the run has ended.</summary>
    public IReadOnlyDictionary<string, IngressCounters> Counters =>
        _sources.ToDictionary(static source => source.Table, static source => source.Counters, StringComparer.Ordinal);

    /// <summary>Whether a table is of this connector.</summary>
    /// <param name="table">Table.</param>
    /// <returns>Whether its options say so.</returns>
    public static bool IsOf(TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Options.TryGetValue("connector", out string? name) && name == Name;
    }

    /// <summary>Everything that is wrong with the options of a table of this connector.</summary>
    /// <param name="table">Table.</param>
    /// <param name="formats">Formats of records.</param>
    /// <returns>One sentence a problem, with key, value, rule and remedy; empty when there is none.</returns>
    public static IReadOnlyList<string> Validate(TableDefinition table, IRecordFormats formats)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(formats);
        var reader = new OptionReader(table.Options);
        _ = TcpOptions.Read(table, reader, formats);
        return reader.Problems;
    }

    /// <summary>Opens the input of a table: listens, and answers once <see cref="IClientSource.Begin"/> is called.
    /// </summary>
    /// <param name="table">Table of this connector.</param>
    /// <returns>The source; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP1001: bad option. HP2001: the address cannot be listened at.</exception>
    public IClientSource Open(TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var reader = new OptionReader(table.Options);
        TcpOptions options = TcpOptions.Read(table, reader, _formats);
        if (reader.Problems.Count > 0)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid, $"table {table.Name}: {string.Join("; ", reader.Problems)}");
        }

        var source = new TcpSource(table.Name, options, _formats.Open(table), _onNotice);
        _sources.Add(source);
        return source;
    }
}
