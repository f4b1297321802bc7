using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Operators.Functions;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// The user's assemblies, by SET 'hotpath.functions', and the functions that CREATE FUNCTION takes out of them.
/// </summary>
internal sealed class FunctionSettings
{
    /// <summary>Paths of assemblies, with a semicolon between them.</summary>
    public const string Key = "hotpath.functions";

    private readonly List<UserAssembly> _assemblies = [];
    private readonly List<(CreateFunctionStatement Statement, string Problem)> _missing = [];
    private bool _isBroken;
    private bool _isSet;

    /// <summary>What can be called.</summary>
    public FunctionSet Functions { get; } = new();

    /// <summary>Loads the assemblies, wherever the setting stands.</summary>
    /// <param name="statements">The whole script.</param>
    /// <param name="diagnostics">Takes what is wrong with them.</param>
    public void Load(IEnumerable<SqlStatement> statements, DiagnosticBag diagnostics)
    {
        if (statements.OfType<SetStatement>().LastOrDefault(static set => set.Key == Key) is not { } set)
        {
            return;
        }

        string[] paths = set.Value.Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _isSet = paths.Length > 0;
        foreach (string path in paths.Distinct(StringComparer.Ordinal))
        {
            if (UserAssembly.Load(path, out IReadOnlyList<string> problems) is { } assembly)
            {
                _assemblies.Add(assembly);
                Functions.Offer(assembly);
            }

            foreach (string problem in problems)
            {
                _isBroken = true;
                diagnostics.Error(set.Place, set.Key, problem);
            }
        }
    }

    /// <summary>Creates a function.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="diagnostics">Takes what is wrong with it.</param>
    public void Create(CreateFunctionStatement statement, DiagnosticBag diagnostics)
    {
        string name = statement.Name;
        if (Functions.Contains(name))
        {
            if (!statement.IfNotExists)
            {
                diagnostics.Error(
                    statement.NamePlace,
                    name,
                    $"function '{name}' exists already; choose another name or write IF NOT EXISTS");
            }

            return;
        }

        if (BuiltInFunctions.Has(name))
        {
            diagnostics.Error(
                statement.NamePlace, name, $"'{name}' is the name of a built-in function; choose another");
            return;
        }

        if (Functions.Create(name, _assemblies) is { } ambiguous)
        {
            diagnostics.Error(statement.NamePlace, name, ambiguous);
            Functions.AddMissing(name, ambiguous);
        }
        else if (!Functions.Contains(name))
        {
            string problem = Missing(name);
            Functions.AddMissing(name, problem);
            _missing.Add((statement, problem));
        }
    }

    /// <summary>Warns of functions that were created and cannot be called.</summary>
    /// <param name="diagnostics">Takes the warnings.</param>
    public void WarnOfMissing(DiagnosticBag diagnostics)
    {
        string[] unused = [.. Functions.UnusedMissing];
        foreach ((CreateFunctionStatement statement, string problem) in _missing)
        {
            if (!_isBroken && unused.Contains(statement.Name))
            {
                diagnostics.Warning(statement.NamePlace, statement.Name, problem);
            }
        }
    }

    private string Missing(string name)
    {
        IEnumerable<string> known = _assemblies
            .SelectMany(static assembly => assembly.Scalars.Select(static scalar => scalar.Name)
                .Concat(assembly.Aggregates.Select(static aggregate => aggregate.Name)));
        return _isBroken
            ? $"function '{name}' has no implementation, since an assembly of '{Key}' is refused"
            : _isSet
                ? $"no assembly of '{Key}' has a function '{name}'; "
                    + Foundation.Text.NameSuggestions.For(name.ToLowerInvariant(), known)
                : $"function '{name}' has no implementation here; name the assembly that has it, as in "
                    + $"SET '{Key}' = 'functions.dll'";
    }
}
