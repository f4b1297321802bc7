using System.Linq;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Evolution;

/// <summary>Compares the values of enums and the choices of sets.</summary>
internal sealed class ValueEvolution(FindingList findings)
{
    private const EvolutionDirections Full = EvolutionDirections.Full;
    private const EvolutionDirections Backward = EvolutionDirections.Backward;
    private const EvolutionDirections Forward = EvolutionDirections.Forward;

    public void CompareEnums(EnumType old, EnumType @new, string path, SourcePlace place, bool isNew)
    {
        if (!IsSamePrimitive(old.Primitive, @new.Primitive, path, place) || !isNew)
        {
            return;
        }

        if (old.NullValue != @new.NullValue)
        {
            findings.Breaks(
                EvolutionRule.NullValueChanged, Full, @new.Place, @new.Name,
                $"its null value went from {old.NullValue} to {@new.NullValue}", "keep the null value");
        }

        foreach (ValidValue before in old.Values)
        {
            CompareValue(before, @new);
        }

        foreach (ValidValue after in @new.Values)
        {
            if (old.Find(after.Value) is null && old.Find(after.Name) is null)
            {
                findings.Warns(
                    EvolutionRule.EnumValueAdded, Forward, after.Place, $"{@new.Name}.{after.Name}",
                    $"value {after.Value} came; old readers meet a value they do not know",
                    "roll out readers first, and see that they pass unknown values on");
            }
        }
    }

    public void CompareSets(SetType old, SetType @new, string path, SourcePlace place, bool isNew)
    {
        if (!IsSamePrimitive(old.Primitive, @new.Primitive, path, place) || !isNew)
        {
            return;
        }

        foreach (Choice before in old.Choices)
        {
            CompareChoice(before, @new);
        }

        foreach (Choice after in @new.Choices)
        {
            if (old.Choices.All(choice => choice.BitIndex != after.BitIndex && choice.Name != after.Name))
            {
                findings.Warns(
                    EvolutionRule.ChoiceAdded, Forward, after.Place, $"{@new.Name}.{after.Name}",
                    $"bit {after.BitIndex} came; old readers do not know what it means",
                    "roll out readers first, and see that they pass unknown bits on");
            }
        }
    }

    private void CompareValue(ValidValue before, EnumType @new)
    {
        string path = $"{@new.Name}.{before.Name}";
        if (@new.Find(before.Name) is { } sameName)
        {
            if (sameName.Value != before.Value)
            {
                findings.Breaks(
                    EvolutionRule.EnumValueRenumbered, Full, sameName.Place, path,
                    $"it went from {before.Value} to {sameName.Value}", "keep the number; add a new value instead");
            }
        }
        else if (@new.Find(before.Value) is { } sameValue)
        {
            Renamed(sameValue, path);
        }
        else
        {
            findings.Breaks(
                EvolutionRule.EnumValueRemoved, Backward, @new.Place, path,
                $"value {before.Value} is gone; old messages hold it", "keep it and deprecate it");
        }
    }

    private void CompareChoice(Choice before, SetType @new)
    {
        string path = $"{@new.Name}.{before.Name}";
        Choice? sameName = @new.Choices.FirstOrDefault(choice => choice.Name == before.Name);
        Choice? sameBit = @new.Choices.FirstOrDefault(choice => choice.BitIndex == before.BitIndex);
        if (sameName is not null && sameName != sameBit)
        {
            findings.Breaks(
                EvolutionRule.ChoiceMoved, Full, sameName.Place, path,
                $"it went from bit {before.BitIndex} to bit {sameName.BitIndex}",
                "keep the bit; add a new choice instead");
        }
        else if (sameName is null && sameBit is not null)
        {
            Renamed(sameBit, path);
        }
        else if (sameName is null)
        {
            findings.Breaks(
                EvolutionRule.ChoiceRemoved, Backward, @new.Place, path,
                $"bit {before.BitIndex} is gone; old messages hold it", "keep it and deprecate it");
        }
    }

    private void Renamed(SchemaElementModel after, string path) => findings.Warns(
        EvolutionRule.Renamed, Full, after.Place, path,
        $"it is '{after.Name}' now; the wire does not know names, but code and queries do", "keep the name");

    private bool IsSamePrimitive(PrimitiveType old, PrimitiveType @new, string path, SourcePlace place)
    {
        if (old == @new)
        {
            return true;
        }

        findings.Breaks(
            EvolutionRule.PrimitiveChanged, Full, place, path,
            $"its encoding went from {PrimitiveTypes.Name(old)} to {PrimitiveTypes.Name(@new)}",
            "declare a new type with the new encoding, and append a field of it");
        return false;
    }
}
