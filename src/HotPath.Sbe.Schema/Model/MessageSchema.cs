using HotPath.Sbe.Schema.Diagnostics;

namespace HotPath.Sbe.Schema.Model;

/// <summary>
/// A whole schema, read, checked and laid out: every offset, size, null value and reference in it is final. Immutable,
/// and equal to another by what it says.
/// </summary>
public sealed record MessageSchema
{
    /// <summary>Package, which names the namespace of generated code.</summary>
    public required string Package { get; init; }

    /// <summary>Number of the schema, in the header of every message.</summary>
    public required int Id { get; init; }

    /// <summary>Version of the schema, in the header of every message.</summary>
    public required int Version { get; init; }

    /// <summary>Version of the meaning; null when there is none.</summary>
    public string? SemanticVersion { get; init; }

    /// <summary>Text for people; empty when there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Order of octets of every number.</summary>
    public required ByteOrder ByteOrder { get; init; }

    /// <summary>Composite of <c>blockLength</c>, <c>templateId</c>, <c>schemaId</c> and <c>version</c>.</summary>
    public required CompositeType Header { get; init; }

    /// <summary>Declared types in the order of the files, included ones in their places.</summary>
    public required ModelList<SbeType> Types { get; init; }

    /// <summary>Messages in the order of the files.</summary>
    public required ModelList<Message> Messages { get; init; }

    /// <summary>Where it begins; does not count when models are compared.</summary>
    public SourcePlace Place { get; init; }

    /// <summary>Finds a message by its template id.</summary>
    /// <param name="templateId">Number as in the header.</param>
    /// <returns>The message, or null.</returns>
    public Message? FindMessage(long templateId)
    {
        foreach (Message message in Messages)
        {
            if (message.Id == templateId)
            {
                return message;
            }
        }

        return null;
    }
}
