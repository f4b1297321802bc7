using System.Globalization;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>
/// What all readers of one schema share: findings, limits, the schema's version, and reading of attributes.
/// </summary>
internal sealed class ReadSession(DiagnosticSink sink, SchemaLimits limits)
{
    private long _members;

    public DiagnosticSink Sink { get; } = sink;

    public SchemaLimits Limits { get; } = limits;

    /// <summary>
    /// Version of the schema; the largest number when it could not be read, so that it refuses nothing.
    /// </summary>
    public int SchemaVersion { get; set; } = int.MaxValue;

    /// <summary>Counts members of messages, so that references cannot multiply them without end.</summary>
    public void CountMembers(XmlNode node, int count)
    {
        bool wasWithin = _members <= Limits.MembersMax;
        _members += count;
        if (wasWithin && _members > Limits.MembersMax)
        {
            Sink.Error(
                SchemaRule.LimitExceeded, node.Place,
                $"more than {Limits.MembersMax} members once composites are written out", "split the schema");
        }
    }

    /// <summary>An attribute that must be there and not be empty.</summary>
    public string? Required(XmlNode node, string attribute)
    {
        string? value = node[attribute]?.Trim();
        if (value is { Length: > 0 })
        {
            return value;
        }

        Sink.Error(
            SchemaRule.AttributeMissing, node.PlaceOf(attribute),
            $"{node} has {(value is null ? "no" : "an empty")} '{attribute}'", $"give it {attribute}=\"...\"");
        return null;
    }

    /// <summary>A number that must be there. Null after an error.</summary>
    public int? RequiredNumber(XmlNode node, string attribute) =>
        Required(node, attribute) is null ? null : Number(node, attribute);

    /// <summary>A number of at least 0, if it is there. Null after an error, too.</summary>
    public int? Number(XmlNode node, string attribute)
    {
        if (node[attribute] is not { } text)
        {
            return null;
        }

        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number;
        }

        Sink.Error(
            SchemaRule.AttributeNotNumber, node.PlaceOf(attribute), $"{attribute}=\"{text}\" of {node} is no number",
            $"write a whole number from 0 to {int.MaxValue}");
        return null;
    }

    /// <summary>Fills in what every element has, and checks its versions.</summary>
    public T Describe<T>(T model, XmlNode node)
        where T : SchemaElementModel => (T)(model with
        {
            Description = node["description"] ?? "",
            SemanticType = node["semanticType"],
            SinceVersion = Version(node, "sinceVersion") ?? 0,
            DeprecatedVersion = Version(node, "deprecated"),
            Place = node.Place,
        });

    private int? Version(XmlNode node, string attribute)
    {
        int? version = Number(node, attribute);
        if (version > SchemaVersion)
        {
            Sink.Error(
                SchemaRule.VersionTooHigh, node.PlaceOf(attribute),
                $"{attribute}=\"{version}\" of {node} is above the schema's version {SchemaVersion}",
                "raise the version of the schema, or lower this one");
        }

        return version;
    }
}
