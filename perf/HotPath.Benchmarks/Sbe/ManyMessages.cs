using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using HotPath.Benchmarks.Reporting;

namespace HotPath.Benchmarks.Sbe;

/// <summary>Schemas with many messages: those of the shop, again and again under other names and numbers.</summary>
internal static class ManyMessages
{
    /// <summary>Makes a schema.</summary>
    /// <param name="messages">Number of messages.</param>
    /// <returns>Its text.</returns>
    public static string Schema(int messages)
    {
        XDocument document = XDocument.Load(Path.Combine(ResultFile.FindRoot(), SbeFiles.Shop));
        XElement root = document.Root!;
        List<XElement> originals = [.. root.Elements().Where(static element => element.Name.LocalName == "message")];
        originals.ForEach(static message => message.Remove());
        for (int i = 0; i < messages; i++)
        {
            XElement original = originals[i % originals.Count];
            var copy = new XElement(original);
            copy.SetAttributeValue("id", i + 1);
            copy.SetAttributeValue("name", $"{original.Attribute("name")!.Value}{i}");
            root.Add(copy);
        }

        return document.ToString();
    }
}
