using System.Collections.Generic;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>What the versions of members must be like for old and new readers to find their way.</summary>
internal sealed class VersionRules(DiagnosticSink sink)
{
    /// <summary>Checks a block and the groups in it.</summary>
    /// <param name="block">Message or group.</param>
    /// <param name="bornVersion">Version with which the message came.</param>
    public void Check(Block block, int bornVersion)
    {
        CheckOrder(block, block.Fields);
        CheckOrder(block, block.Groups);
        CheckOrder(block, block.Data);
        foreach (Field field in block.Fields)
        {
            bool needsNull = field.Presence == Presence.Required && field.Type is not SetType;
            if (needsNull && field.SinceVersion > bornVersion && field.SinceVersion > block.SinceVersion)
            {
                sink.Warning(
                    SchemaRule.AppendedRequired, field.Place,
                    $"field '{field.Name}' came with version {field.SinceVersion} and is required; older data reads as "
                    + "its null value",
                    "add presence=\"optional\"");
            }
        }

        foreach (Group group in block.Groups)
        {
            foreach (VarData data in block.Data)
            {
                if (group.SinceVersion > data.SinceVersion)
                {
                    sink.Warning(
                        SchemaRule.AppendedGroupBeforeData, group.Place,
                        $"group '{group.Name}' of version {group.SinceVersion} precedes data '{data.Name}' of version "
                        + $"{data.SinceVersion}; older readers lose their way",
                        "give a message with data a new template instead of a new group");
                    break;
                }
            }

            Check(group, bornVersion);
        }
    }

    private void CheckOrder(Block block, IEnumerable<SchemaElementModel> members)
    {
        SchemaElementModel? newest = null;
        foreach (SchemaElementModel member in members)
        {
            // A constant is not on the wire: it may stand anywhere.
            if (member is Field { Presence: Presence.Constant })
            {
                continue;
            }

            if (newest is not null && member.SinceVersion < newest.SinceVersion)
            {
                sink.Error(
                    SchemaRule.VersionOrder, member.Place,
                    $"'{member.Name}' of version {member.SinceVersion} stands after '{newest.Name}' of version "
                    + $"{newest.SinceVersion} in '{block.Name}'",
                    "append what is new: order members by sinceVersion");
            }
            else
            {
                newest = member;
            }
        }
    }
}
