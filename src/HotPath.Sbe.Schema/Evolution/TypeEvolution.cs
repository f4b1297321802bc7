using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Evolution;

/// <summary>
/// Compares types as they are used. What a named type changed is told once, however many members have it.
/// </summary>
internal sealed class TypeEvolution(FindingList findings)
{
    private const EvolutionDirections Full = EvolutionDirections.Full;
    private const EvolutionDirections Backward = EvolutionDirections.Backward;
    private const EvolutionDirections Forward = EvolutionDirections.Forward;

    private readonly HashSet<(string Old, string New)> _told = [];

    /// <summary>
    /// Compares a header, dimensions or length and data: any change of form breaks everything after it.
    /// </summary>
    public void CompareStructure(CompositeType old, CompositeType @new, string path)
    {
        if (!_told.Add((old.Name + " structure", @new.Name)))
        {
            return;
        }

        foreach (CompositeMember before in old.Members)
        {
            bool isKept = @new.Find(before.Name) is { } after
                && after.OffsetBytes == before.OffsetBytes
                && (after.Type as EncodedType)?.Primitive == (before.Type as EncodedType)?.Primitive
                && after.Type.SizeBytes == before.Type.SizeBytes;
            if (!isKept || old.SizeBytes != @new.SizeBytes)
            {
                findings.Breaks(
                    EvolutionRule.StructureChanged, Full, @new.Place, path,
                    $"composite '{@new.Name}' has another form; everything after it is read from the wrong place",
                    "keep it; declare another composite for what is new");
                return;
            }

            if (@new.Find(before.Name)!.Type is EncodedType { } encoded && before.Type is EncodedType was)
            {
                CompareEncoded(was, encoded, $"{path}.{before.Name}", @new.Place, canBeNull: false);
            }
        }
    }

    public void Compare(SbeType old, SbeType @new, string path, SourcePlace place, bool canBeNull)
    {
        switch (old, @new)
        {
            case (EncodedType before, EncodedType after):
                CompareEncoded(before, after, path, place, canBeNull);
                break;
            case (EnumType before, EnumType after):
                new ValueEvolution(findings).CompareEnums(before, after, path, place, IsNew(old, @new));
                break;
            case (SetType before, SetType after):
                new ValueEvolution(findings).CompareSets(before, after, path, place, IsNew(old, @new));
                break;
            case (CompositeType before, CompositeType after):
                CompareComposites(before, after, path, place);
                break;
            default:
                findings.Breaks(
                    EvolutionRule.TypeKindChanged, Full, place, path,
                    $"its type went from '{old.Name}' to '{@new.Name}', another kind of type",
                    "add a new field for it");
                break;
        }
    }

    public void CompareNames(SchemaElementModel old, SchemaElementModel @new, string path)
    {
        if (old.Name != @new.Name)
        {
            findings.Warns(
                EvolutionRule.Renamed, Full, @new.Place, path,
                $"it was '{old.Name}'; the wire does not know names, but code and queries do", "keep the name");
        }

        if (old.SemanticType != @new.SemanticType)
        {
            findings.Warns(
                EvolutionRule.SemanticTypeChanged, Full, @new.Place, path,
                $"its semanticType went from '{old.SemanticType}' to '{@new.SemanticType}'",
                "keep it, or see that no reader goes by it");
        }
    }

    public void CompareConstants(ConstantValue? old, ConstantValue? @new, string path, SourcePlace place)
    {
        if (old?.Value != @new?.Value || old?.Text != @new?.Text)
        {
            findings.Breaks(
                EvolutionRule.ConstantChanged, Full, place, path,
                $"the constant went from {Show(old)} to {Show(@new)}; the same octets mean another amount",
                "declare a new type with the new constant, and a new field of it");
        }
    }

    private static string Show(ConstantValue? constant) => constant?.Text ?? constant?.Value.ToString() ?? "none";

    private bool IsNew(SbeType old, SbeType @new) => _told.Add((old.Name, @new.Name));

    private void CompareEncoded(EncodedType old, EncodedType @new, string path, SourcePlace place, bool canBeNull)
    {
        if (old.Primitive != @new.Primitive)
        {
            findings.Breaks(
                EvolutionRule.PrimitiveChanged, Full, place, path,
                $"it went from {PrimitiveTypes.Name(old.Primitive)} to {PrimitiveTypes.Name(@new.Primitive)}",
                "append a new field of the new type and deprecate this one");
            return;
        }

        if (old.Length != @new.Length)
        {
            findings.Breaks(
                EvolutionRule.LengthChanged, Full, place, path, $"its length went from {old.Length} to {@new.Length}",
                "append a new field of the new length and deprecate this one");
        }

        if (canBeNull && old.NullValue != @new.NullValue)
        {
            findings.Breaks(
                EvolutionRule.NullValueChanged, Full, place, path,
                $"its null value went from {old.NullValue} to {@new.NullValue}", "keep the null value");
        }

        if (old.CharacterEncoding != @new.CharacterEncoding)
        {
            findings.Breaks(
                EvolutionRule.CharacterEncodingChanged, Full, place, path,
                $"its encoding went from {old.CharacterEncoding ?? "none"} to {@new.CharacterEncoding ?? "none"}",
                "append new data in the new encoding");
        }

        CompareRanges(old, @new, path, place);
    }

    private void CompareRanges(EncodedType old, EncodedType @new, string path, SourcePlace place)
    {
        if (@new.MinValue.CompareTo(old.MinValue) > 0 || @new.MaxValue.CompareTo(old.MaxValue) < 0)
        {
            findings.Warns(
                EvolutionRule.RangeNarrowed, Backward, place, path,
                $"its range is {@new.MinValue} to {@new.MaxValue} now; old messages may hold more",
                $"keep {old.MinValue} to {old.MaxValue}");
        }

        if (@new.MinValue.CompareTo(old.MinValue) < 0 || @new.MaxValue.CompareTo(old.MaxValue) > 0)
        {
            findings.Warns(
                EvolutionRule.RangeWidened, Forward, place, path,
                $"its range is {@new.MinValue} to {@new.MaxValue} now; old readers may refuse what is outside theirs",
                "write no such values before all readers are new");
        }
    }

    private void CompareComposites(CompositeType old, CompositeType @new, string path, SourcePlace place)
    {
        if (!IsNew(old, @new))
        {
            return;
        }

        if (old.Members.Count != @new.Members.Count || old.SizeBytes != @new.SizeBytes)
        {
            findings.Breaks(
                EvolutionRule.CompositeChanged, Full, @new.Place, path,
                $"composite '{@new.Name}' went from {old.Members.Count} members in {old.SizeBytes} bytes to "
                + $"{@new.Members.Count} in {@new.SizeBytes}; every later field moves",
                "composites are frozen: declare a new one, and append a field of it");
            return;
        }

        foreach ((CompositeMember before, CompositeMember after) in old.Members.Zip(
            @new.Members, static (before, after) => (before, after)))
        {
            // Members of one type that change places look like new names on the wire, but readers take one for another.
            if (before.Name != after.Name && old.Find(after.Name) is not null)
            {
                findings.Breaks(
                    EvolutionRule.CompositeChanged, Full, after.Place, $"{path}.{after.Name}",
                    $"it lies where '{before.Name}' was, which old readers still take it for",
                    "composites are frozen: keep the order of the members");
                continue;
            }

            CompareMember(before, after, $"{path}.{after.Name}", place);
        }
    }

    private void CompareMember(CompositeMember before, CompositeMember after, string path, SourcePlace place)
    {
        CompareNames(before, after, path);
        bool isConstant = before.Presence == Presence.Constant;
        if (isConstant != (after.Presence == Presence.Constant) || before.OffsetBytes != after.OffsetBytes)
        {
            findings.Breaks(
                EvolutionRule.CompositeChanged, Full, after.Place, path,
                "it lies elsewhere in its composite, or is constant in one of the versions",
                "composites are frozen: declare a new one, and append a field of it");
        }
        else if (isConstant)
        {
            CompareConstants(
                ((EncodedType)before.Type).Constant, ((EncodedType)after.Type).Constant, path, after.Place);
        }
        else
        {
            ComparePresence(before, after, path);
            bool canBeNull = before.Presence == Presence.Optional || after.Presence == Presence.Optional;
            Compare(before.Type, after.Type, path, place, canBeNull);
        }
    }

    private void ComparePresence(CompositeMember before, CompositeMember after, string path)
    {
        if (before.Presence == Presence.Optional && after.Presence == Presence.Required)
        {
            findings.Breaks(
                EvolutionRule.OptionalToRequired, Backward, after.Place, path,
                "it is required now; new readers take old nulls for numbers", "keep presence=\"optional\"");
        }
        else if (before.Presence != after.Presence)
        {
            findings.Warns(
                EvolutionRule.RequiredToOptional, Forward, after.Place, path,
                "it is optional now; old readers take nulls for numbers", "write no nulls before all readers are new");
        }
    }
}
