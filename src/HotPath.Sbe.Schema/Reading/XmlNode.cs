using System.Collections.Generic;
using HotPath.Sbe.Schema.Diagnostics;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>An element of a schema file: what a reader of SBE needs of it, with its place.</summary>
internal sealed class XmlNode(string name, SourcePlace place)
{
    /// <summary>Name without prefix: prefixes and name spaces vary between authors and say nothing here.</summary>
    public string Name { get; } = name;

    public SourcePlace Place { get; } = place;

    public Dictionary<string, string> Attributes { get; } = [];

    public Dictionary<string, SourcePlace> AttributePlaces { get; } = [];

    public List<XmlNode> Children { get; } = [];

    /// <summary>Text directly in the element, white space included.</summary>
    public string Text { get; set; } = "";

    public string? this[string attribute] => Attributes.TryGetValue(attribute, out string? value) ? value : null;

    public SourcePlace PlaceOf(string attribute) =>
        AttributePlaces.TryGetValue(attribute, out SourcePlace place) ? place : Place;

    public override string ToString() => this["name"] is { Length: > 0 } name ? $"{Name} '{name}'" : Name;
}
