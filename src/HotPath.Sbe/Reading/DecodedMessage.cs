using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Reading;

/// <summary>What was read from a frame.</summary>
/// <param name="Header">Its header; valid unless the header itself was cut.</param>
/// <param name="Message">Its template; null when there was none to be found.</param>
/// <param name="ConsumedBytes">Octets that belong to what the schema knows, header included. Unit: bytes.</param>
/// <param name="IsTailUnread">
/// Whether octets are left and the message is of a newer version: members that this schema does not know. Octets left
/// behind a message of the same version are the business of whoever framed it.
/// </param>
public readonly record struct DecodedMessage(
    SbeHeader Header, Message? Message, int ConsumedBytes, bool IsTailUnread);
