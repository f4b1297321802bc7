using System;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>Takes out of a walk over a message what has no fixed place: data, and counts of groups.</summary>
internal struct SbeRowVisitor : ISbeVisitor
{
    private readonly SbeColumn[] _columns;
    private readonly RowBuilder _row;
    private readonly SbeTexts _texts;

    public SbeRowVisitor(SbeColumn[] columns, RowBuilder row, SbeTexts texts)
    {
        _columns = columns;
        _row = row;
        _texts = texts;
        Column = -1;
    }

    /// <summary>Why the first column at fault has no value.</summary>
    public RejectReason Reason { get; private set; }

    /// <summary>That column, or -1.</summary>
    public int Column { get; private set; }

    public readonly void BeginMessage(Message message, SbeHeader header)
    {
    }

    public readonly void EndMessage()
    {
    }

    public readonly void Encoded(SchemaElementModel member, EncodedType type, Presence presence, SbeValue value)
    {
    }

    public readonly void Enumerated(SchemaElementModel member, EnumType type, SbeValue value)
    {
    }

    public readonly void Chosen(SchemaElementModel member, SetType type, SbeValue value)
    {
    }

    public readonly void BeginComposite(SchemaElementModel member, CompositeType type)
    {
    }

    public readonly void EndComposite()
    {
    }

    public readonly void AbsentField(Field field)
    {
    }

    public readonly void BeginGroup(Group group, int countEntries)
    {
        foreach (SbeColumn column in _columns)
        {
            if (ReferenceEquals(column.Member.Group, group))
            {
                _row.SetInteger(column.Index, countEntries);
            }
        }
    }

    public readonly void BeginEntry()
    {
    }

    public readonly void EndEntry()
    {
    }

    public readonly void EndGroup()
    {
    }

    public readonly void AbsentGroup(Group group)
    {
    }

    public void Data(VarData data, ReadOnlySpan<byte> octets)
    {
        foreach (SbeColumn column in _columns)
        {
            if (!ReferenceEquals(column.Member.Data, data))
            {
                continue;
            }

            if (column.Conversion == SbeConversion.Bytes)
            {
                _row.SetUtf8(column.Index, octets);
            }
            else if (_texts.Encoded(_row, column.Index, octets, column.IsUtf8) is var reason
                && reason != RejectReason.None && Reason == RejectReason.None)
            {
                Reason = reason;
                Column = column.Index;
            }
        }
    }

    public readonly void AbsentData(VarData data)
    {
    }
}
