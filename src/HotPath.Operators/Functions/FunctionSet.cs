using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Functions;

/// <summary>The user's functions that a session has created, by name in any case.</summary>
/// <remarks>Threading: single-threaded while a script is compiled.</remarks>
public sealed class FunctionSet
{
    private readonly Dictionary<string, IReadOnlyList<ScalarFunction>> _scalars = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, CustomAggregate> _aggregates = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _missing = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<UserAssembly> _offered = [];
    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A set without functions.</summary>
    public static FunctionSet Empty { get; } = new();

    /// <summary>Names of all that can be called.</summary>
    public IEnumerable<string> Names => _scalars.Keys.Concat(_aggregates.Keys);

    /// <summary>Names of those created without an implementation that nothing has called.</summary>
    public IEnumerable<string> UnusedMissing => _missing.Keys.Where(name => !_used.Contains(name));

    /// <summary>What plans with the functions called stand on: a line each, in order of their names.</summary>
    /// <returns>Name, methods and hash; empty without any.</returns>
    public string Identity() => string.Join(
        '\n',
        _used.Where(Names.Contains).Select(static name => name.ToLowerInvariant()).Order(StringComparer.Ordinal)
            .Select(IdentityOf));

    /// <summary>Creates a function out of an assembly's.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="assemblies">Where to look.</param>
    /// <returns>What is wrong; <see langword="null"/> when it can be called.</returns>
    public string? Create(string name, IReadOnlyList<UserAssembly> assemblies)
    {
        UserAssembly[] found = [.. assemblies.Where(assembly => Has(assembly, name))];
        if (found is [var only])
        {
            ScalarFunction[] scalars = [.. only.Scalars.Where(function => IsNamed(function.Name, name))];
            if (scalars.Length > 0)
            {
                _scalars[name] = scalars;
            }
            else
            {
                _aggregates[name] = only.Aggregates.First(aggregate => IsNamed(aggregate.Name, name));
            }

            return null;
        }

        return found.Length == 0
            ? null
            : $"function '{name}' is in several assemblies, {string.Join(" and ", found.Select(static a => a.Path))}; "
                + "rename one, or name one assembly only";
    }

    /// <summary>Remembers an assembly whose functions can be created.</summary>
    /// <param name="assembly">The assembly.</param>
    public void Offer(UserAssembly assembly) => _offered.Add(assembly);

    /// <summary>What to do about a call of a function that an assembly has and no statement has created.</summary>
    /// <param name="name">Name in any case.</param>
    /// <returns><see langword="null"/> where no assembly has it.</returns>
    public string? Uncreated(string name) => _offered.Find(assembly => Has(assembly, name)) is { } assembly
        ? $"there is no function {name}; {assembly.Path} has it: write CREATE FUNCTION {name} AS '...' in front"
        : null;

    /// <summary>Remembers a function that has no implementation: calls of it are refused.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="problem">Why it has none and what to do.</param>
    public void AddMissing(string name, string problem) => _missing[name] = problem;

    /// <summary>Whether a function of the name has been created.</summary>
    /// <param name="name">Name in any case.</param>
    /// <returns>Whether it has, with or without an implementation.</returns>
    public bool Contains(string name) =>
        _scalars.ContainsKey(name) || _aggregates.ContainsKey(name) || _missing.ContainsKey(name);

    /// <summary>Why a function that was created cannot be called.</summary>
    /// <param name="name">Name in any case.</param>
    /// <returns><see langword="null"/> for any other.</returns>
    public string? ProblemOf(string name)
    {
        _used.Add(name);
        return _missing.GetValueOrDefault(name);
    }

    /// <summary>Whether a name is that of an aggregate.</summary>
    /// <param name="name">Name in any case.</param>
    /// <returns>Whether it is.</returns>
    public bool IsAggregate(string name) => _aggregates.ContainsKey(name);

    /// <summary>The aggregate of a name.</summary>
    /// <param name="name">Name in any case.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    public CustomAggregate? FindAggregate(string name)
    {
        _used.Add(name);
        return _aggregates.GetValueOrDefault(name);
    }

    /// <summary>The method for a call.</summary>
    /// <param name="name">Name in any case.</param>
    /// <param name="arguments">Types of the arguments.</param>
    /// <param name="types">What they are cast to.</param>
    /// <param name="problem">Why not, when refused; else empty.</param>
    /// <returns>The function, or <see langword="null"/> when refused.</returns>
    public ScalarFunction? Resolve(
        string name, IReadOnlyList<SqlType> arguments, out IReadOnlyList<SqlType> types, out string problem)
    {
        _used.Add(name);
        types = [];
        problem = string.Empty;
        var fitting = new List<(ScalarFunction Function, SqlType[] Types, int Distance)>();
        foreach (ScalarFunction function in _scalars[name])
        {
            if (Accept(function.Parameters, arguments, out int distance) is { } accepted)
            {
                fitting.Add((function, accepted, distance));
            }
        }

        int nearest = fitting.Count == 0 ? 0 : fitting.Min(static fit => fit.Distance);
        fitting.RemoveAll(fit => fit.Distance > nearest);
        if (fitting is [var only])
        {
            types = only.Types;
            return only.Function;
        }

        string forms = string.Join(" or ", _scalars[name].Select(f => Signature(f.Name, f.Parameters)));
        problem = fitting.Count == 0
            ? $"{name} does not take ({string.Join(", ", arguments)}); it is called as {forms}{Digits(arguments)}"
            : $"{name}({string.Join(", ", arguments)}) could be any of {forms}; cast an argument";
        return null;
    }

    /// <summary>What arguments are cast to.</summary>
    /// <param name="parameters">Parameters of the function.</param>
    /// <param name="arguments">Types of the arguments.</param>
    /// <param name="distance">How far that is in all.</param>
    /// <returns><see langword="null"/> when they do not fit.</returns>
    public static SqlType[]? Accept(
        IReadOnlyList<FunctionParameter> parameters, IReadOnlyList<SqlType> arguments, out int distance)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(arguments);
        distance = 0;
        var types = new SqlType[arguments.Count];
        for (int i = 0; i < types.Length; i++)
        {
            if (parameters.Count != arguments.Count || parameters[i].Accept(arguments[i], out int far) is not { } type)
            {
                return null;
            }

            types[i] = type;
            distance += far;
        }

        return parameters.Count == arguments.Count ? types : null;
    }

    /// <summary>How a function is called, for messages.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <returns>For example <c>count_char(STRING, STRING NOT NULL)</c>.</returns>
    public static string Signature(string name, IReadOnlyList<FunctionParameter> parameters) =>
        $"{name}({string.Join(", ", parameters)})";

    /// <summary>A hint for arguments of too many digits.</summary>
    /// <param name="arguments">Types of the arguments.</param>
    /// <returns>The hint, or nothing.</returns>
    public static string Digits(IEnumerable<SqlType> arguments) => arguments.Any(static type =>
        type.Kind == SqlTypeKind.Decimal && type.Precision > FunctionParameter.DecimalDigitsMax)
            ? $"; a DECIMAL of more than {FunctionParameter.DecimalDigitsMax} digits must be cast to fewer"
            : string.Empty;

    private static bool IsNamed(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool Has(UserAssembly assembly, string name) =>
        assembly.Scalars.Any(function => IsNamed(function.Name, name))
        || assembly.Aggregates.Any(aggregate => IsNamed(aggregate.Name, name));

    private string IdentityOf(string name) => _aggregates.TryGetValue(name, out CustomAggregate? aggregate)
        ? $"{name} {aggregate.Holder.FullName} sha256={aggregate.Assembly.Sha256}"
        : $"{name} {_scalars[name][0].Method.DeclaringType!.FullName} sha256={_scalars[name][0].Assembly.Sha256}";
}
