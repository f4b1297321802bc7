using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.Generated.Tests;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Fuzz.Mutating;

/// <summary>Where in a valid message the numbers stand that steer a decoder, and what can grow and shrink.</summary>
internal sealed class FrameMap
{
    private const int SeedsPerMessage = 12;

    private readonly MessageSchema _schema;
    private int _position;

    /// <summary>Maps a message.</summary>
    /// <param name="schema">Its schema.</param>
    /// <param name="message">Its template.</param>
    /// <param name="frame">A valid message of the schema's own version.</param>
    public FrameMap(MessageSchema schema, Message message, byte[] frame)
    {
        _schema = schema;
        Frame = frame;
        foreach (string member in new[] { "blockLength", "templateId", "schemaId", "version" })
        {
            Header.Add(Site(schema.Header.Find(member)!, 0));
        }

        _position = schema.Header.SizeBytes + message.BlockLengthBytes;
        Stretches.Add(new Stretch(Header[0], [_position], message.BlockLengthBytes));
        Tail(message);
        if (_position != frame.Length)
        {
            throw new InvalidOperationException($"{message.Name}: {frame.Length} bytes, of which {_position} are mapped");
        }
    }

    /// <summary>The message.</summary>
    public byte[] Frame { get; }

    /// <summary>Block length, template, schema, version.</summary>
    public List<NumberSite> Header { get; } = [];

    /// <summary>Block lengths, counts and lengths behind the root block.</summary>
    public List<NumberSite> Numbers { get; } = [];

    /// <summary>Blocks, and data of variable length.</summary>
    public List<Stretch> Stretches { get; } = [];

    /// <summary>Groups with an entry: the count, and the last entry alone.</summary>
    public List<Stretch> LastEntries { get; } = [];

    /// <summary>Makes valid messages of every template, equal ones for equal schemas.</summary>
    /// <param name="schema">The schema.</param>
    public static IEnumerable<FrameMap> Of(MessageSchema schema)
    {
        var frames = new RandomFrame(schema, new Random(schema.Id));
        return schema.Messages.SelectMany(
            message => Enumerable.Range(0, SeedsPerMessage).Select(_ => new FrameMap(schema, message, frames.Make(message))));
    }

    private static NumberSite Site(CompositeMember member, int offsetBytes) => new(offsetBytes + member.OffsetBytes, member.SizeBytes);

    private void Tail(Block block)
    {
        foreach (Group group in block.Groups)
        {
            NumberSite length = Site(group.BlockLengthMember, _position);
            NumberSite number = Site(group.NumInGroupMember, _position);
            Numbers.AddRange([length, number]);
            long count = Read(number, ((EncodedType)group.NumInGroupMember.Type).Primitive);
            _position += group.Dimensions.SizeBytes;
            var blocks = new Stretch(length, [], group.BlockLengthBytes);
            int begin = _position;
            for (long entry = 0; entry < count; entry++)
            {
                begin = _position;
                _position += group.BlockLengthBytes;
                blocks.Ends.Add(_position);
                Tail(group);
            }

            if (count > 0)
            {
                Stretches.Add(blocks);
                LastEntries.Add(new Stretch(number, [_position], _position - begin));
            }
        }

        foreach (VarData data in block.Data)
        {
            NumberSite length = Site(data.Type.Find("length")!, _position);
            int lengthBytes = (int)Read(length, data.LengthPrimitive);
            _position += data.DataOffsetBytes + lengthBytes;
            Numbers.Add(length);
            Stretches.Add(new Stretch(length, [_position], lengthBytes));
        }
    }

    private long Read(NumberSite site, PrimitiveType type) =>
        Octet.Read(Frame.AsSpan(site.OffsetBytes), type, _schema.ByteOrder).ToInt64();
}
