using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Connectors.Files;
using HotPath.Connectors.Files.Options;
using HotPath.Connectors.Files.Sbe;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Sbe.Fuzz.Mutating;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Fuzz.Targets;

/// <summary>
/// The rows that tables of format 'sbe' make of messages. A message has two tables: one with a column for all that a
/// column can hold, and one in which every number has room, for random ones seldom fit BIGINT or are times. Refused as
/// malformed is what the decoder refuses, and nothing else; rows are well formed and depend on their message alone.
/// </summary>
internal sealed class RowTarget : IFuzzTarget
{
    private const string NotOfTable = "NotOfTable";

    // Paths are made anew each time, which costs ten times the reading.
    private const int ComparedEvery = 8;

    private static readonly string[] Reasons =
    [
        .. Enumerable.Range(0, (int)Enum.GetValues<RejectReason>().Max() + 1)
            .Select(static number => ((RejectReason)number).ToString()),
    ];

    private static readonly SqlType AnyWhole = SqlType.Decimal(20, 0);

    private readonly MessageDecoder _decoder;
    private readonly FrameMutator _mutator;
    private readonly FrameMap[] _seeds;
    private readonly Dictionary<ulong, Table[]> _tables = [];
    private readonly Table[] _first;
    private PathVisitor _paths = new();
    private int _accepted;

    /// <summary>Binds the tables.</summary>
    /// <param name="name">Name of the target.</param>
    /// <param name="path">File of the schema.</param>
    /// <param name="schema">The schema, as read from there.</param>
    public RowTarget(string name, string path, MessageSchema schema)
    {
        Name = name;
        _decoder = new MessageDecoder(schema);
        _mutator = new FrameMutator(schema.ByteOrder);
        _seeds = [.. FrameMap.Of(schema)];
        var heap = new NativeHeap();
        foreach (Message message in schema.Messages)
        {
            IReadOnlyList<MessageColumn> all = MessageColumns.Of(schema, message);
            MessageColumn[] wide =
            [
                .. all.Where(static column => column.Type.Kind != SqlTypeKind.Timestamp)
                    .Select(static column => IsWidened(column) ? column with { Type = AnyWhole } : column),
            ];
            _tables.Add((ulong)message.Id, [new Table(heap, path, message, all), new Table(heap, path, message, wide)]);
        }

        _first = _tables[(ulong)schema.Messages[0].Id];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public FuzzOutcome Execute(ReadOnlySpan<byte> input)
    {
        SbeError wanted = _decoder.Check(input, out DecodedMessage decoded);
        bool isWhole = !wanted.IsError && (decoded.ConsumedBytes == input.Length || decoded.IsTailUnread);
        Table table = (decoded.Message is { } message ? _tables[(ulong)message.Id] : _first)[input.Length & 1];
        long before = GC.GetAllocatedBytesForCurrentThread();
        RejectReason? reason = table.Read(input, table.Row, out int column);
        long allocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        if (reason is not { } told)
        {
            Require(wanted.Kind is SbeErrorKind.OtherSchema or SbeErrorKind.UnknownTemplate, $"passed over: {wanted}");
            return new FuzzOutcome(NotOfTable, null, allocatedBytes);
        }

        Require((told == RejectReason.Malformed) != isWhole, $"{told}, and the decoder says: {wanted}");
        Require(column >= -1 && column < table.Schema.Columns.Count, "the column at fault is none");
        bool isOfColumn = told is not (RejectReason.None or RejectReason.Malformed);
        Require(column < 0 || isOfColumn, $"{told} at column {column}");
        if (told == RejectReason.None)
        {
            CheckRow(table, input);
        }

        return new FuzzOutcome(Reasons[(int)told], decoded.Message?.Name, allocatedBytes);
    }

    /// <inheritdoc/>
    public int Make(SplitMix64 random, Span<byte> to) => _mutator.Make(_seeds[random.Below(_seeds.Length)], random, to);

    // A count of a group is held by integers alone.
    private static bool IsWidened(MessageColumn column) =>
        column.Type.Kind == SqlTypeKind.BigInt && !column.MemberPath.EndsWith(".count", StringComparison.Ordinal);

    private void CheckRow(Table table, ReadOnlySpan<byte> input)
    {
        RowBuilder row = table.Row;
        Require(row.View.IsWellFormed(row.LengthBytes), "the row is not well formed");
        _ = table.Read(input, table.Again, out _);
        Require(Octets(row).SequenceEqual(Octets(table.Again)), "a second reading makes another row");
        if (_accepted++ % ComparedEvery != 0)
        {
            return;
        }

        _ = _decoder.Decode(input, ref _paths, out _);
        foreach (SbeColumn column in table.Fixed)
        {
            CheckValue(column, row.View);
        }
    }

    // Texts and composites: whether they are there; numbers: their value as well.
    private void CheckValue(SbeColumn column, RowView row)
    {
        bool isThere = _paths.Values.TryGetValue(column.Member.Path, out PrimitiveValue? found);
        bool isNumber = column.Member.Kind is SbeMemberKind.Number or SbeMemberKind.Enum or SbeMemberKind.Set;
        bool isNull = isNumber && column.HasNull && found?.Bits == column.NullBits;
        if (!isThere || isNull)
        {
            Require(row.IsNull(column.Index), $"'{column.Member.Path}' has no value, and its column has one");
        }
        else if (isNumber || !column.HasNull)
        {
            Require(!row.IsNull(column.Index), $"'{column.Member.Path}' has a value, and its column has none");
            bool isWhole = column.Conversion is SbeConversion.Integer or SbeConversion.WholeDecimal;
            bool isSame = !isWhole || Whole(column, row) == Whole(found!.Value);
            Require(isSame, $"'{column.Member.Path}' is {found}, and its column another number");
        }
    }

    private static Int128 Whole(PrimitiveValue value) =>
        value.Type == PrimitiveType.UInt64 ? value.ToUInt64() : value.ToInt64();

    private static Int128 Whole(SbeColumn column, RowView row) => column.Type.Kind switch
    {
        SqlTypeKind.TinyInt => row.Get<sbyte>(column.Index),
        SqlTypeKind.SmallInt => row.Get<short>(column.Index),
        SqlTypeKind.Int => row.Get<int>(column.Index),
        SqlTypeKind.Decimal => row.Get<Int128>(column.Index),
        _ => row.Get<long>(column.Index),
    };

    private static ReadOnlySpan<byte> Octets(RowBuilder row) => Raw.Span(row.Address, row.LengthBytes);

    private static void Require(bool isKept, string broken)
    {
        if (!isKept)
        {
            throw new FuzzFindingException(broken);
        }
    }

    /// <summary>
    /// A table over one message. Its second row has seen accepted messages alone, so what a refused one leaves behind
    /// shows.
    /// </summary>
    private sealed class Table
    {
        private readonly SbeRowReader _reader;

        public Table(NativeHeap heap, string path, Message message, IReadOnlyList<MessageColumn> columns)
        {
            var version = new Column("header_version", SqlType.BigInt);
            Schema = new RowSchema(
                "fuzzed", 1, [.. columns.Select(static column => new Column(column.Name, column.Type)), version]);

            // By their whole paths: the short name of one member may be the end of another's.
            var keys = columns.ToDictionary(
                static column => SbeOptions.MemberKeyOf(column.Name), static column => column.MemberPath);
            keys.Add(SbeOptions.SchemaKey, path);
            keys.Add(SbeOptions.MessageKey, message.Name);
            var options = new OptionReader(keys);
            SbeTable bound = SbeTableBinder.Bind(options, Schema, ".")
                ?? throw new InvalidDataException($"{message.Name}: {string.Join("; ", options.Problems)}");
            _reader = new SbeRowReader(bound);
            Fixed = [.. bound.Messages[0].Fixed.Where(static column => !IsOfHeader(column.Member))];
            Row = new RowBuilder(heap, Schema);
            Again = new RowBuilder(heap, Schema);
        }

        public RowSchema Schema { get; }

        /// <summary>Columns of the message's fields.</summary>
        public SbeColumn[] Fixed { get; }

        public RowBuilder Row { get; }

        public RowBuilder Again { get; }

        private static bool IsOfHeader(SbeMember member) =>
            member.Path.StartsWith("header.", StringComparison.Ordinal);

        /// <summary>As a source reads a message: null when it is none of the table's.</summary>
        public RejectReason? Read(ReadOnlySpan<byte> message, RowBuilder row, out int column)
        {
            column = -1;
            return !_reader.IsOfTable(message, out SbeHeader header, out SbeMessageRows? rows) ? null
                : rows is null ? RejectReason.Malformed
                : _reader.Read(message, header, rows, row, out column);
        }
    }
}
