using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Schema.Evolution;

/// <summary>Compares what messages and entries of groups hold.</summary>
internal sealed class BlockEvolution(FindingList findings, TypeEvolution types)
{
    private const EvolutionDirections Full = EvolutionDirections.Full;
    private const EvolutionDirections Backward = EvolutionDirections.Backward;
    private const EvolutionDirections Forward = EvolutionDirections.Forward;

    private readonly FieldEvolution _fields = new(findings, types);

    public void Compare(Block old, Block @new, string path, bool isRoot)
    {
        CheckSince(old, @new, path);
        _fields.Compare(old, @new, path);
        if (@new.BlockLengthBytes < old.BlockLengthBytes)
        {
            findings.Warns(
                EvolutionRule.BlockShrunk, Forward, @new.Place, path,
                $"the block went from {old.BlockLengthBytes} to {@new.BlockLengthBytes} bytes",
                $"keep blockLength=\"{old.BlockLengthBytes}\"");
        }

        CompareGroups(old, @new, path, isRoot);
        CompareData(old, @new, path, isRoot);
    }

    private void CompareGroups(Block old, Block @new, string path, bool isRoot)
    {
        CheckOrder(old.Groups.Select(static g => g.Id), @new.Groups.Select(static g => g.Id), @new, path, "groups");
        foreach (Group before in old.Groups)
        {
            if (@new.Groups.FirstOrDefault(group => group.Id == before.Id) is { } after)
            {
                string at = $"{path}.{after.Name}";
                types.CompareNames(before, after, at);
                types.CompareStructure(before.Dimensions, after.Dimensions, at);
                Compare(before, after, at, isRoot: false);
            }
            else
            {
                findings.Breaks(
                    EvolutionRule.GroupRemoved, Full, before.Place, $"{path}.{before.Name}",
                    $"group {before.Id} is gone; what follows it is read from the wrong place",
                    "keep it, deprecated, and write it without entries");
            }
        }

        for (int index = 0; index < @new.Groups.Count; index++)
        {
            Group group = @new.Groups[index];
            if (old.Groups.All(before => before.Id != group.Id))
            {
                bool isLast = @new.Groups.Skip(index + 1).All(later => old.Groups.All(before => before.Id != later.Id));
                bool isAtTheEnd = isRoot && isLast && old.Data.Count == 0;
                Added(group, $"{path}.{group.Name}", isAtTheEnd, GroupReason(isRoot, isLast));
            }
        }
    }

    private static string GroupReason(bool isRoot, bool isLast) => !isRoot
        ? "a group came inside a group; old readers take it for the next entry"
        : isLast
            ? "a group came before data; old readers take its dimensions for the length of the data"
            : "a group came before another one; old readers take it for that one";

    private void CompareData(Block old, Block @new, string path, bool isRoot)
    {
        CheckOrder(old.Data.Select(static d => d.Id), @new.Data.Select(static d => d.Id), @new, path, "data");
        foreach (VarData before in old.Data)
        {
            if (@new.Data.FirstOrDefault(data => data.Id == before.Id) is { } after)
            {
                string at = $"{path}.{after.Name}";
                types.CompareNames(before, after, at);
                types.CompareStructure(before.Type, after.Type, at);
                CheckSince(before, after, at);
            }
            else
            {
                findings.Breaks(
                    EvolutionRule.DataRemoved, Full, before.Place, $"{path}.{before.Name}",
                    $"data {before.Id} is gone; what follows it is read from the wrong place",
                    "keep it, deprecated, and write it with length 0");
            }
        }

        for (int index = 0; index < @new.Data.Count; index++)
        {
            VarData data = @new.Data[index];
            if (old.Data.All(before => before.Id != data.Id))
            {
                bool isLast = @new.Data.Skip(index + 1).All(later => old.Data.All(before => before.Id != later.Id));
                Added(
                    data, $"{path}.{data.Name}", isRoot && isLast,
                    isRoot
                        ? "data came before other data; old readers take it for that"
                        : "data came inside a group; old readers take it for the next entry");
            }
        }
    }

    private void Added(SchemaElementModel member, string path, bool isAtTheEnd, string reason)
    {
        bool isGroup = member is Group;
        if (isAtTheEnd)
        {
            findings.Warns(
                isGroup ? EvolutionRule.GroupAppended : EvolutionRule.DataAppended, Forward, member.Place, path,
                $"{(isGroup ? "a group" : "data")} came at the end; old readers stop before it",
                "see that frames carry their length, so that readers find the next message");
        }
        else
        {
            findings.Breaks(
                isGroup ? EvolutionRule.GroupInserted : EvolutionRule.DataInserted, Forward, member.Place, path, reason,
                isGroup ? "make a new message for it" : "append it after the last data of the message");
        }

        if (member.SinceVersion <= findings.OldVersion)
        {
            findings.Breaks(
                EvolutionRule.MemberWithoutVersion, Backward, member.Place, path,
                $"it is new but says sinceVersion {member.SinceVersion}; new readers look for it in old messages",
                $"set sinceVersion=\"{findings.OldVersion + 1}\" and the version of the schema");
        }
    }

    private void CheckSince(SchemaElementModel old, SchemaElementModel @new, string path)
    {
        if (old.SinceVersion != @new.SinceVersion)
        {
            findings.Breaks(
                EvolutionRule.SinceVersionChanged, Backward, @new.Place, path,
                $"sinceVersion went from {old.SinceVersion} to {@new.SinceVersion}; new readers misjudge which "
                + "messages have it",
                $"keep sinceVersion=\"{old.SinceVersion}\"");
        }
    }

    private void CheckOrder(
        IEnumerable<int> oldIds, IEnumerable<int> newIds, Block @new, string path, string what)
    {
        List<int> old = [.. oldIds];
        List<int> common = [.. newIds.Where(old.Contains)];
        if (!common.SequenceEqual(old.Where(common.Contains)))
        {
            findings.Breaks(
                EvolutionRule.OrderChanged, Full, @new.Place, path, $"its {what} stand in another order",
                "keep the order of the wire");
        }
    }
}
