using System;
using System.Linq;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Schema.Evolution;

/// <summary>
/// Says what a new version of a schema does to those who have the old one: whether old octets can still be read, and
/// whether old readers can read new octets. The judgement is that of real codecs on real octets, not that of the text.
/// </summary>
public sealed class SchemaEvolution
{
    private const EvolutionDirections Full = EvolutionDirections.Full;

    private readonly MessageSchema _old;
    private readonly MessageSchema _new;
    private readonly FindingList _findings;
    private readonly TypeEvolution _types;

    private SchemaEvolution(MessageSchema old, MessageSchema @new)
    {
        _old = old;
        _new = @new;
        _findings = new FindingList(old.Version);
        _types = new TypeEvolution(_findings);
    }

    /// <summary>Compares two versions of a schema.</summary>
    /// <param name="old">Version that is in use.</param>
    /// <param name="new">Version that is to follow it.</param>
    /// <returns>Every change, harmless ones included.</returns>
    public static ModelList<EvolutionFinding> Compare(MessageSchema old, MessageSchema @new)
    {
        var evolution = new SchemaEvolution(
            old ?? throw new ArgumentNullException(nameof(old)), @new ?? throw new ArgumentNullException(nameof(@new)));
        evolution.CompareSchemas();
        return new ModelList<EvolutionFinding>(evolution._findings.Findings);
    }

    /// <summary>The worst of what some findings say for some directions.</summary>
    /// <param name="findings">Findings of a comparison.</param>
    /// <param name="directions">Directions that matter.</param>
    /// <returns>Compatible when there is none.</returns>
    public static EvolutionSeverity Worst(ModelList<EvolutionFinding> findings, EvolutionDirections directions) =>
        (findings ?? throw new ArgumentNullException(nameof(findings)))
            .Where(finding => (finding.Directions & directions) != 0)
            .Select(static finding => finding.Severity)
            .DefaultIfEmpty(EvolutionSeverity.Compatible)
            .Max();

    private void CompareSchemas()
    {
        SourcePlace place = _new.Place;
        if (_old.Id != _new.Id)
        {
            _findings.Breaks(
                EvolutionRule.SchemaIdChanged, Full, place, _new.Package,
                $"the schema id went from {_old.Id} to {_new.Id}",
                "keep the id; a new id is a new schema");
        }

        if (_old.ByteOrder != _new.ByteOrder)
        {
            _findings.Breaks(
                EvolutionRule.ByteOrderChanged, Full, place, _new.Package, $"the byte order is {_new.ByteOrder} now",
                "keep the byte order");
        }

        if (_new.Version < _old.Version)
        {
            _findings.Breaks(
                EvolutionRule.VersionLowered, Full, place, _new.Package,
                $"the version went down from {_old.Version} to {_new.Version}",
                $"use {_old.Version + 1}, or swap the two files");
        }

        if (_old.Package != _new.Package)
        {
            _findings.Warns(
                EvolutionRule.PackageChanged, Full, place, _new.Package,
                $"the package went from '{_old.Package}' to '{_new.Package}'; code that names it does not compile",
                "keep the package");
        }

        _types.CompareStructure(_old.Header, _new.Header, _new.Header.Name);
        CompareMessages();
        if (_new.Version == _old.Version && _findings.Findings.Count > 0)
        {
            // What breaks has been said member by member; this one says what to do about all of them.
            _findings.Warns(
                EvolutionRule.VersionNotRaised, Full, place, _new.Package,
                $"the schema changed but its version is still {_new.Version}: nobody can tell the two apart",
                $"set version=\"{_old.Version + 1}\", and sinceVersion on what is new");
        }
    }

    private void CompareMessages()
    {
        var blocks = new BlockEvolution(_findings, _types);
        foreach (Message old in _old.Messages)
        {
            if (_new.FindMessage(old.Id) is not { } @new)
            {
                Missing(old);
            }
            else if (IsReused(old, @new))
            {
                _findings.Breaks(
                    EvolutionRule.TemplateIdReused, Full, @new.Place, @new.Name,
                    $"template id {old.Id} was '{old.Name}'", "give it a template id that was never used");
            }
            else
            {
                _types.CompareNames(old, @new, @new.Name);
                blocks.Compare(old, @new, @new.Name, isRoot: true);
            }
        }

        foreach (Message @new in _new.Messages)
        {
            if (_old.FindMessage(@new.Id) is null && _old.Messages.All(old => old.Name != @new.Name))
            {
                _findings.Notes(
                    EvolutionRule.MessageAdded, @new.Place, @new.Name,
                    "a new message; readers with the old schema skip it by the length of its frame",
                    "roll out readers first if they must not miss it");
                CheckVersion(@new);
            }
        }
    }

    // Nobody reads it from old octets, so nothing breaks; but who reads the schema takes it for an old message. With a
    // version that was not raised, that one is what has to be said.
    private void CheckVersion(Message added)
    {
        if (added.SinceVersion <= _old.Version && _new.Version > _old.Version)
        {
            _findings.Warns(
                EvolutionRule.MessageWithoutVersion, Full, added.Place, added.Name,
                $"it is new but says sinceVersion {added.SinceVersion}, as if version {_old.Version} had it",
                $"set sinceVersion=\"{_new.Version}\"");
        }
    }

    // The same number with another name is a new name, unless nothing in it is what it was.
    private bool IsReused(Message old, Message @new) => old.Name != @new.Name
        && (_new.Messages.Any(other => other.Name == old.Name) || !Share(old, @new));

    private static bool Share(Message old, Message @new) => old.Fields.Count == 0
        || old.Fields.Any(field => @new.Fields.Any(other => other.Id == field.Id && other.Name == field.Name));

    private void Missing(Message old)
    {
        Message? moved = _new.Messages.FirstOrDefault(other => other.Name == old.Name);
        if (moved is not null)
        {
            _findings.Breaks(
                EvolutionRule.TemplateIdChanged, Full, moved.Place, old.Name,
                $"the template id went from {old.Id} to {moved.Id}; messages of the other version are unknown",
                $"keep template id {old.Id}; add the message under another name if it is a new one");
            return;
        }

        _findings.Breaks(
            EvolutionRule.MessageRemoved, EvolutionDirections.Backward, old.Place, old.Name,
            $"template {old.Id} is gone; what was stored of it cannot be read",
            "keep it, deprecated, as long as anything stored may hold it");
    }
}
