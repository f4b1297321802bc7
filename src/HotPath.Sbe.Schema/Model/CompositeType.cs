namespace HotPath.Sbe.Schema.Model;

/// <summary>Members that lie one after the other; also the form of headers, dimensions and lengths.</summary>
public sealed record CompositeType : SbeType
{
    /// <summary>Room on the wire: the end of the last member. Unit: bytes.</summary>
    public required int EncodedLengthBytes { get; init; }

    /// <summary>Members in the order of the wire.</summary>
    public required ModelList<CompositeMember> Members { get; init; }

    /// <summary>Number of members once composites in it are written out.</summary>
    public required int FlattenedCount { get; init; }

    /// <inheritdoc/>
    public override int SizeBytes => EncodedLengthBytes;

    /// <summary>Whether a member of it has variable length, so that only <c>data</c> can carry it.</summary>
    public bool IsVariableLength
    {
        get
        {
            foreach (CompositeMember member in Members)
            {
                if (member.Type is EncodedType { IsVariableLength: true })
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Finds a member by its name.</summary>
    /// <param name="name">Name; case counts.</param>
    /// <returns>The member, or null.</returns>
    public CompositeMember? Find(string name)
    {
        foreach (CompositeMember member in Members)
        {
            if (member.Name == name)
            {
                return member;
            }
        }

        return null;
    }
}
