using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Sbe.Schema.Model;

/// <summary>
/// A block of fields with what follows it: the root of a <see cref="Message"/>, or an entry of a <see cref="Group"/>.
/// </summary>
public abstract record Block : SchemaElementModel
{
    /// <summary>Template id of a message; number of a group.</summary>
    public required int Id { get; init; }

    /// <summary>Length of the fields with the padding that the schema asks for. Unit: bytes.</summary>
    public required int BlockLengthBytes { get; init; }

    /// <summary>Fields in the order of the schema.</summary>
    public required ModelList<Field> Fields
    {
        get;
        init
        {
            field = value;
            ShortestLengths = ShortestOf(value);
        }
    }

    /// <summary>By version, ascending: from which on how long the fields are at least. Unit: bytes.</summary>
    private ModelList<(int SinceVersion, int LengthBytes)> ShortestLengths { get; init; } = ShortestOf([]);

    /// <summary>Groups in the order of the wire, after the fields.</summary>
    public required ModelList<Group> Groups { get; init; }

    /// <summary>Data of variable length in the order of the wire, after the groups.</summary>
    public required ModelList<VarData> Data { get; init; }

    /// <summary>
    /// Shortest block that a writer of a version can have sent: the end of the last field that it knew. A reader checks
    /// the length on the wire against it once, and then needs no check for each field.
    /// </summary>
    /// <param name="actingVersion">Version of the schema by which a message was written.</param>
    /// <returns>A length of at most <see cref="BlockLengthBytes"/>. Unit: bytes.</returns>
    public int MinimumBlockLengthBytes(int actingVersion)
    {
        // Each message is checked, and a schema has few versions that add fields.
        int endBytes = 0;
        for (int i = 0; i < ShortestLengths.Count && ShortestLengths[i].SinceVersion <= actingVersion; i++)
        {
            endBytes = ShortestLengths[i].LengthBytes;
        }

        return endBytes;
    }

    private static ModelList<(int SinceVersion, int LengthBytes)> ShortestOf(IEnumerable<Field> fields)
    {
        var lengths = new List<(int SinceVersion, int LengthBytes)>();
        int endBytes = 0;
        IEnumerable<Field> read = fields.Where(static field => field.Presence != Presence.Constant);
        foreach (Field next in read.OrderBy(static field => field.SinceVersion))
        {
            endBytes = Math.Max(endBytes, next.OffsetBytes + next.SizeBytes);
            int last = lengths.Count - 1;
            if (last >= 0 && lengths[last].SinceVersion == next.SinceVersion)
            {
                lengths.RemoveAt(last);
            }

            lengths.Add((next.SinceVersion, endBytes));
        }

        return new ModelList<(int SinceVersion, int LengthBytes)>(lengths);
    }
}
