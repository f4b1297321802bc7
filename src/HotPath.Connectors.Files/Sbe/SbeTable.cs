using System.Collections.Generic;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>A table over messages of a schema, bound: every column knows its member and how it is read.</summary>
/// <param name="Schema">Schema of the reader; messages may be of other versions of it.</param>
/// <param name="Messages">The messages that are rows of the table.</param>
/// <param name="Framing">How messages follow each other.</param>
/// <param name="Hash">SHA-256 of the schema's files, hexadecimal.</param>
internal sealed record SbeTable(
    MessageSchema Schema, IReadOnlyList<SbeMessageRows> Messages, MessageFraming Framing, string Hash);
