using System;
using System.Collections.Generic;
using System.IO;
using System.Xml;
using HotPath.Sbe.Schema.Diagnostics;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>
/// Reads a file and what it includes into one tree. No document types, no entities, nothing from outside.
/// </summary>
internal sealed class XmlTreeReader(ISchemaFiles files, SchemaLimits limits, DiagnosticSink sink)
{
    private const string IncludeNamespace = "http://www.w3.org/2001/XInclude";

    private readonly List<string> _open = [];
    private int _elements;
    private int _files;
    private bool _isOverLimit;

    public XmlNode? Read(string path) => Read(path, new SourcePlace(path, 0, 0));

    private XmlNode? Read(string path, SourcePlace asked)
    {
        if (_open.Contains(path))
        {
            sink.Error(SchemaRule.IncludeInvalid, asked, $"'{path}' includes itself", "remove the include");
            return null;
        }

        if (++_files > limits.FilesMax || _open.Count >= limits.DepthMax)
        {
            sink.Error(
                SchemaRule.LimitExceeded, asked,
                $"more than {limits.FilesMax} files or {limits.DepthMax} levels of includes",
                "write the types into fewer files");
            return null;
        }

        if (ReadText(path, asked) is not { } text)
        {
            return null;
        }

        _open.Add(path);
        XmlNode? root = Parse(path, text);
        _open.RemoveAt(_open.Count - 1);
        return root;
    }

    private string? ReadText(string path, SourcePlace asked)
    {
        string reason = "there is no such file";
        try
        {
            if (files.TryRead(path) is { } text)
            {
                if (text.Length <= limits.CharactersMax)
                {
                    return text;
                }

                sink.Error(
                    SchemaRule.LimitExceeded, asked, $"'{path}' has more than {limits.CharactersMax} characters",
                    "split the schema");
                return null;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            reason = error.Message;
        }

        sink.Error(
            SchemaRule.FileUnreadable, asked, $"cannot read '{(path.Length == 0 ? "." : path)}': {reason}",
            "name a schema file; an include is relative to the file that includes it");
        return null;
    }

    private XmlNode? Parse(string path, string text)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = limits.CharactersMax,
        };
        using var lines = new StringReader(text);
        using var xml = XmlReader.Create(lines, settings);
        try
        {
            return xml.MoveToContent() == XmlNodeType.Element ? Element(xml, path, 1) : null;
        }
        catch (XmlException error)
        {
            var place = new SourcePlace(path, error.LineNumber, error.LinePosition);
            if (text.IndexOf("<!DOCTYPE", StringComparison.Ordinal) >= 0)
            {
                sink.Error(
                    SchemaRule.DoctypeForbidden, place, "document types and entities are not allowed in a schema",
                    "remove <!DOCTYPE ...>; share types by xi:include");
            }
            else
            {
                sink.Error(SchemaRule.XmlMalformed, place, $"not well-formed XML: {error.Message}", "correct the XML");
            }

            return null;
        }
    }

    private XmlNode? Element(XmlReader xml, string path, int depth)
    {
        SourcePlace place = Place(xml, path);
        if (++_elements > limits.ElementsMax || depth > limits.DepthMax)
        {
            _isOverLimit = true;
            sink.Error(
                SchemaRule.LimitExceeded, place,
                $"more than {limits.ElementsMax} elements or {limits.DepthMax} levels of them", "split the schema");
            return null;
        }

        bool isInclude = xml.LocalName == "include" && xml.NamespaceURI == IncludeNamespace;
        var node = new XmlNode(xml.LocalName, place);
        bool isEmpty = xml.IsEmptyElement;
        while (xml.MoveToNextAttribute())
        {
            if (xml.Prefix.Length == 0)
            {
                node.Attributes[xml.LocalName] = xml.Value;
                node.AttributePlaces[xml.LocalName] = Place(xml, path);
            }
        }

        if (!isEmpty && !Content(xml, path, node, depth))
        {
            return null;
        }

        return isInclude ? Include(node, path) : node;
    }

    private bool Content(XmlReader xml, string path, XmlNode node, int depth)
    {
        while (xml.Read() && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                if (Element(xml, path, depth + 1) is { } child)
                {
                    node.Children.Add(child);
                }
                else if (_isOverLimit)
                {
                    return false;
                }
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace
                or XmlNodeType.SignificantWhitespace)
            {
                node.Text += xml.Value;
            }
        }

        return true;
    }

    private XmlNode? Include(XmlNode node, string path)
    {
        string? href = node["href"];
        bool isLocal = href is { Length: > 0 } && href[0] is not '/' and not '\\' && href.IndexOf(':') < 0;
        if (!isLocal || node["xpointer"] is not null || node["parse"] is not (null or "xml"))
        {
            sink.Error(
                SchemaRule.IncludeInvalid, node.PlaceOf("href"), $"include of '{href}' is not possible",
                "include a whole XML file by a path relative to this one");
            return null;
        }

        return Read(SchemaPath.Combine(path, href!), node.PlaceOf("href"));
    }

    private static SourcePlace Place(XmlReader xml, string path)
    {
        var info = (IXmlLineInfo)xml;
        return new SourcePlace(path, info.LineNumber, info.LinePosition);
    }
}
