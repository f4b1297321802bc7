namespace HotPath.Sbe.Reading;

/// <summary>The numbers of a message header, whatever their width on the wire.</summary>
/// <param name="BlockLengthBytes">Length of the root block as it was sent. Unit: bytes.</param>
/// <param name="TemplateId">Number of the message.</param>
/// <param name="SchemaId">Number of the schema.</param>
/// <param name="Version">Version of the schema by which it was written.</param>
public readonly record struct SbeHeader(ulong BlockLengthBytes, ulong TemplateId, ulong SchemaId, ulong Version);
