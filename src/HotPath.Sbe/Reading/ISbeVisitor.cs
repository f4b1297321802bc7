using System;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Reading;

/// <summary>
/// Is told what a message holds, member by member, in the order of the schema. What a member is called with as
/// <c>member</c> is a <see cref="Field"/> or, inside a composite, a <see cref="CompositeMember"/>.
/// </summary>
/// <remarks>Calls made before an error is found are not taken back: check a frame first, or drop what was
/// made.</remarks>
public interface ISbeVisitor
{
    /// <summary>A message begins.</summary>
    /// <param name="message">Its template.</param>
    /// <param name="header">Its header.</param>
    void BeginMessage(Message message, SbeHeader header);

    /// <summary>The message is complete.</summary>
    void EndMessage();

    /// <summary>A primitive, an array, a text of fixed length, or a constant of such a type.</summary>
    /// <param name="member">Field or composite member.</param>
    /// <param name="type">Its type.</param>
    /// <param name="presence">Its presence; a field's may differ from its type's.</param>
    /// <param name="value">Its value, the null value included.</param>
    void Encoded(SchemaElementModel member, EncodedType type, Presence presence, SbeValue value);

    /// <summary>A value of an enum.</summary>
    /// <param name="member">Field or composite member.</param>
    /// <param name="type">Its type.</param>
    /// <param name="value">Its value, the null value and unknown ones included.</param>
    void Enumerated(SchemaElementModel member, EnumType type, SbeValue value);

    /// <summary>A set of choices.</summary>
    /// <param name="member">Field or composite member.</param>
    /// <param name="type">Its type.</param>
    /// <param name="value">Its value, unknown bits included.</param>
    void Chosen(SchemaElementModel member, SetType type, SbeValue value);

    /// <summary>A composite begins; its members follow.</summary>
    /// <param name="member">Field or composite member.</param>
    /// <param name="type">Its type.</param>
    void BeginComposite(SchemaElementModel member, CompositeType type);

    /// <summary>The composite is complete.</summary>
    void EndComposite();

    /// <summary>A field that the version of the message does not have.</summary>
    /// <param name="field">The field.</param>
    void AbsentField(Field field);

    /// <summary>A group begins; its entries follow.</summary>
    /// <param name="group">The group.</param>
    /// <param name="countEntries">Number of entries. Unit: entries.</param>
    void BeginGroup(Group group, int countEntries);

    /// <summary>An entry of the group begins.</summary>
    void BeginEntry();

    /// <summary>The entry is complete.</summary>
    void EndEntry();

    /// <summary>The group is complete.</summary>
    void EndGroup();

    /// <summary>A group that the version of the message does not have.</summary>
    /// <param name="group">The group.</param>
    void AbsentGroup(Group group);

    /// <summary>Data of variable length.</summary>
    /// <param name="data">The member.</param>
    /// <param name="octets">Its octets; live as long as the frame.</param>
    void Data(VarData data, ReadOnlySpan<byte> octets);

    /// <summary>Data that the version of the message does not have.</summary>
    /// <param name="data">The member.</param>
    void AbsentData(VarData data);
}
