using System.Linq;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Schema.Evolution;

/// <summary>Compares the fields of two blocks.</summary>
internal sealed class FieldEvolution(FindingList findings, TypeEvolution types)
{
    private const EvolutionDirections Full = EvolutionDirections.Full;
    private const EvolutionDirections Backward = EvolutionDirections.Backward;
    private const EvolutionDirections Forward = EvolutionDirections.Forward;

    public void Compare(Block old, Block @new, string path)
    {
        foreach (Field before in old.Fields)
        {
            if (@new.Fields.FirstOrDefault(field => field.Id == before.Id) is { } after)
            {
                CompareField(before, after, $"{path}.{after.Name}");
            }
            else
            {
                Missing(before, @new, path);
            }
        }

        foreach (Field after in @new.Fields)
        {
            bool isKnown = old.Fields.Any(field => field.Id == after.Id);
            bool isRenumbered = old.Fields.Any(
                field => field.Name == after.Name && @new.Fields.All(other => other.Id != field.Id));
            if (!isKnown && !isRenumbered)
            {
                Added(after, $"{path}.{after.Name}");
            }
        }
    }

    private void Missing(Field before, Block @new, string path)
    {
        string at = $"{path}.{before.Name}";
        if (@new.Fields.FirstOrDefault(field => field.Name == before.Name) is { } renumbered)
        {
            findings.Breaks(
                EvolutionRule.FieldIdChanged, Full, renumbered.Place, at,
                $"its id went from {before.Id} to {renumbered.Id}; the id is what a field is known by",
                $"keep id=\"{before.Id}\"");
            CompareField(before, renumbered, at);
            return;
        }

        findings.Breaks(
            EvolutionRule.FieldRemoved, Forward, before.Place, at,
            $"field {before.Id} is gone; old readers read whatever lies in its place", "keep it and deprecate it");
        findings.Warns(
            EvolutionRule.FieldRemoved, Backward, before.Place, at,
            "new readers do not see what old messages hold of it", "keep it and deprecate it");
    }

    private void Added(Field field, string path)
    {
        if (field.SinceVersion <= findings.OldVersion && field.Presence != Presence.Constant)
        {
            findings.Breaks(
                EvolutionRule.MemberWithoutVersion, Backward, field.Place, path,
                $"it is new but says sinceVersion {field.SinceVersion}; new readers look for it in old messages",
                $"set sinceVersion=\"{findings.OldVersion + 1}\" and the version of the schema");
        }
        else if (field.Presence == Presence.Required && field.Type is not SetType)
        {
            findings.Warns(
                EvolutionRule.FieldAddedRequired, Backward, field.Place, path,
                "a required field came; new readers see its null value in old messages",
                "add presence=\"optional\"");
        }
        else
        {
            findings.Notes(EvolutionRule.FieldAdded, field.Place, path, "a field came", "nothing to do");
        }
    }

    private void CompareField(Field before, Field after, string path)
    {
        types.CompareNames(before, after, path);
        ComparePresence(before, after, path);
        if (before.SinceVersion != after.SinceVersion)
        {
            findings.Breaks(
                EvolutionRule.SinceVersionChanged, Backward, after.Place, path,
                $"sinceVersion went from {before.SinceVersion} to {after.SinceVersion}; new readers misjudge which "
                + "messages have it",
                $"keep sinceVersion=\"{before.SinceVersion}\"");
        }

        if (before.Epoch != after.Epoch || before.TimeUnit != after.TimeUnit)
        {
            findings.Breaks(
                EvolutionRule.TimeMeaningChanged, Full, after.Place, path,
                $"the same number is another time: {Time(before)}, now {Time(after)}", "add a new field for it");
        }

        if (before.Presence == Presence.Constant || after.Presence == Presence.Constant)
        {
            return;
        }

        if (before.OffsetBytes != after.OffsetBytes)
        {
            findings.Breaks(
                EvolutionRule.FieldMoved, Full, after.Place, path,
                $"its offset went from {before.OffsetBytes} to {after.OffsetBytes}",
                "keep the order of fields and append what is new");
        }

        bool canBeNull = before.Presence == Presence.Optional || after.Presence == Presence.Optional;
        types.Compare(before.Type, after.Type, path, after.Place, canBeNull);
    }

    private static string Time(Field field) => $"{field.TimeUnit ?? "no unit"} since {field.Epoch ?? "no epoch"}";

    private void ComparePresence(Field before, Field after, string path)
    {
        switch (before.Presence, after.Presence)
        {
            case (Presence.Constant, Presence.Constant):
                types.CompareConstants(before.Constant, after.Constant, path, after.Place);
                break;
            case (Presence.Constant, _) or (_, Presence.Constant):
                findings.Breaks(
                    EvolutionRule.ConstantToWire, Full, after.Place, path,
                    after.Presence == Presence.Constant
                        ? "it left the wire for a constant; what lies there is read as something else"
                        : "a constant went onto the wire, where old messages have something else",
                    "add a new field for it");
                break;
            case (Presence.Optional, Presence.Required):
                findings.Breaks(
                    EvolutionRule.OptionalToRequired, Backward, after.Place, path,
                    "it is required now; new readers take old nulls for numbers", "keep presence=\"optional\"");
                break;
            case (Presence.Required, Presence.Optional):
                findings.Warns(
                    EvolutionRule.RequiredToOptional, Forward, after.Place, path,
                    "it is optional now; old readers take nulls for numbers",
                    "write no nulls before all readers are new");
                break;
            default:
                break;
        }
    }
}
