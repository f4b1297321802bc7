using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using HotPath.Dataflow.Rows;
using HotPath.Functions;

namespace HotPath.Operators.Functions;

/// <summary>Finds the functions of an assembly and everything that is wrong with them.</summary>
/// <param name="assembly">Whom they belong to.</param>
internal sealed class FunctionReader(UserAssembly assembly)
{
    private const BindingFlags Everything = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly List<ScalarFunction> _scalars = [];
    private readonly List<CustomAggregate> _aggregates = [];
    private readonly List<string> _problems = [];

    public IReadOnlyList<ScalarFunction> Scalars => _scalars;

    public IReadOnlyList<CustomAggregate> Aggregates => _aggregates;

    public IReadOnlyList<string> Read(Assembly loaded)
    {
        foreach (Type type in loaded.GetTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            if (type.GetCustomAttribute<AggregateFunctionAttribute>() is { } aggregate)
            {
                Read(type, aggregate.Name);
            }

            foreach (MethodInfo method in type.GetMethods(Everything))
            {
                if (method.GetCustomAttribute<ScalarFunctionAttribute>() is { } scalar)
                {
                    Read(method, scalar.Name);
                }
            }
        }

        CheckNames();
        if (_problems.Count == 0 && _scalars.Count + _aggregates.Count == 0)
        {
            _problems.Add($"assembly '{assembly.Path}' has no function; mark methods with [ScalarFunction(\"name\")] "
                + "or classes with [AggregateFunction(\"name\")]");
        }

        return _problems;
    }

    private static string NameOf(MemberInfo member) =>
        member is Type type ? type.FullName! : $"{member.DeclaringType!.FullName}.{member.Name}";

    // Who writes [ScalarFunction(null!)] has no name either.
    private static bool IsName(string? name) =>
        name is { Length: > 0 }
        && !char.IsAsciiDigit(name[0])
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private void Refuse(MemberInfo member, string problem) =>
        _problems.Add($"assembly '{assembly.Path}': {NameOf(member)} {problem}");

    private void Read(MethodInfo method, string name)
    {
        if (!method.IsPublic || !method.IsStatic || !method.DeclaringType!.IsVisible)
        {
            Refuse(method, "must be public and static, in a public class");
        }
        else if (method.IsGenericMethod || method.DeclaringType.IsGenericType)
        {
            Refuse(method, "must not be generic; give it a method for each type");
        }
        else if (IsGoodName(method, name)
            && ResultOf(method, method.GetParameters()) is { } result
            && ParametersOf(method, method.GetParameters(), from: 0, result) is { } parameters)
        {
            _scalars.Add(new ScalarFunction(name.ToLowerInvariant(), method, parameters, result, assembly));
        }
    }

    private void Read(Type type, string name)
    {
        if (!type.IsVisible || type.IsGenericType || !IsGoodName(type, name))
        {
            if (!type.IsVisible || type.IsGenericType)
            {
                Refuse(type, "must be a public class that is not generic");
            }

            return;
        }

        MethodInfo? accumulate = Find(type, "Accumulate", "(ref T accumulator, ...)", isNeeded: true);
        if (accumulate is null || AccumulatorOf(accumulate) is not { } accumulator)
        {
            return;
        }

        int before = _problems.Count;
        MethodInfo? merge = Find(type, "Merge", $"(ref {accumulator.Name}, in {accumulator.Name})", isNeeded: true);
        MethodInfo? read = Find(type, "Result", $"(in {accumulator.Name})", isNeeded: true);
        MethodInfo? retract = Find(type, "Retract", $"(ref {accumulator.Name}, ...)", isNeeded: false);
        if (AccumulatorShape.ProblemOf(accumulator, out int lengthBytes) is { } problem)
        {
            Refuse(accumulator, problem);
        }

        FunctionResult? result = read is null ? null : ResultOf(read, read.GetParameters());
        IReadOnlyList<FunctionParameter>? parameters = ParametersOf(accumulate, accumulate.GetParameters(), 1, null);
        CheckShapes(accumulator, accumulate, merge, read, retract, result);
        if (_problems.Count == before && parameters is not null && result is not null)
        {
            _aggregates.Add(new CustomAggregate(
                name.ToLowerInvariant(), type, accumulator, lengthBytes, accumulate, retract, merge!, read!, parameters,
                result, assembly));
        }
    }

    private Type? AccumulatorOf(MethodInfo accumulate)
    {
        ParameterInfo[] parameters = accumulate.GetParameters();
        if (parameters.Length > 0 && IsRef(parameters[0]))
        {
            return parameters[0].ParameterType.GetElementType();
        }

        Refuse(accumulate, "must take its accumulator first, by ref");
        return null;
    }

    private void CheckShapes(
        Type accumulator,
        MethodInfo accumulate,
        MethodInfo? merge,
        MethodInfo? read,
        MethodInfo? retract,
        FunctionResult? result)
    {
        string name = accumulator.Name;
        if (accumulate.ReturnType != typeof(void))
        {
            Refuse(accumulate, "must return void");
        }

        if (merge is not null && !(merge.ReturnType == typeof(void) && merge.GetParameters() is [var into, var from]
            && IsRef(into, accumulator) && IsIn(from, accumulator)))
        {
            Refuse(merge, $"must be 'public static void Merge(ref {name} accumulator, in {name} other)'");
        }

        if (read is not null && result is not null
            && !(read.GetParameters().Length == (result.TakesBuffer ? 2 : 1)
                && IsIn(read.GetParameters()[0], accumulator)))
        {
            Refuse(read, $"must take 'in {name}' and, for text, a TextBuffer behind it; nothing else");
        }

        if (retract is not null && !(retract.ReturnType == typeof(void)
            && retract.GetParameters().Select(static p => p.ParameterType)
                .SequenceEqual(accumulate.GetParameters().Select(static p => p.ParameterType))
            && IsRef(retract.GetParameters()[0])))
        {
            Refuse(retract, "must have the parameters of Accumulate and return void");
        }
    }

    private static bool IsRef(ParameterInfo parameter) => parameter is { IsIn: false, IsOut: false }
        && parameter.ParameterType.IsByRef;

    private static bool IsRef(ParameterInfo parameter, Type type) =>
        IsRef(parameter) && parameter.ParameterType.GetElementType() == type;

    private static bool IsIn(ParameterInfo parameter, Type type) =>
        parameter is { IsIn: true, ParameterType.IsByRef: true } && parameter.ParameterType.GetElementType() == type;

    private MethodInfo? Find(Type type, string name, string shape, bool isNeeded)
    {
        MethodInfo[] found =
            [.. type.GetMethods(Everything).Where(method => method.Name == name && method.IsPublic && method.IsStatic)];
        if (found.Length > 1 || (found.Length == 0 && isNeeded) || (found.Length == 1 && found[0].IsGenericMethod))
        {
            Refuse(type, $"needs one public static method '{name}{shape}' that is not generic, and has {found.Length}");
            return null;
        }

        return found.Length == 0 ? null : found[0];
    }

    private bool IsGoodName(MemberInfo member, string name)
    {
        if (!IsName(name))
        {
            Refuse(member, $"has the name '{name}' in SQL; use letters, digits and '_', and begin with a letter");
        }

        return IsName(name);
    }

    private FunctionResult? ResultOf(MethodInfo method, ParameterInfo[] parameters)
    {
        bool takesBuffer = parameters.Length > 0 && parameters[^1].ParameterType == typeof(TextBuffer);
        Type type = method.ReturnType;
        if (FunctionParameter.IsWronglyBinary(method.ReturnParameter))
        {
            Refuse(method, $"returns {TextOf(type)} with [Binary], which belongs to ReadOnlySpan<byte>");
            return null;
        }

        if (FunctionParameter.KindOf(method.ReturnParameter, out bool isNullable) is not { } kind)
        {
            Refuse(method, $"returns {TextOf(type)}; results may be {FunctionParameter.Allowed}");
            return null;
        }

        if (kind != SqlTypeKind.Decimal)
        {
            SqlType result = kind == SqlTypeKind.Time
                ? new SqlType(kind, Precision: 3)
                : FunctionParameter.TypeOf(kind);
            return new FunctionResult(result, isNullable, type, takesBuffer);
        }

        if (method.ReturnParameter.GetCustomAttribute<DecimalTypeAttribute>() is not
            { Precision: >= 1 and <= 38, Scale: >= 0 and <= 28 } digits || digits.Scale > digits.Precision)
        {
            Refuse(
                method,
                "returns decimal; say which DECIMAL that is, as in [return: DecimalType(18, 2)], with 1 to 38 digits "
                + "and 0 to 28 of them behind the point");
            return null;
        }

        return new FunctionResult(SqlType.Decimal(digits.Precision, digits.Scale), true, type, takesBuffer);
    }

    private List<FunctionParameter>? ParametersOf(
        MethodInfo method, ParameterInfo[] declared, int from, FunctionResult? result)
    {
        int end = declared.Length - (result?.TakesBuffer == true ? 1 : 0);
        var parameters = new List<FunctionParameter>();
        foreach (ParameterInfo parameter in declared[Math.Min(from, end)..end])
        {
            string type = TextOf(parameter.ParameterType);
            if (FunctionParameter.IsWronglyBinary(parameter))
            {
                Refuse(method, $"has parameter '{parameter.Name}' of type {type} with [Binary], which belongs to "
                    + "ReadOnlySpan<byte>");
                return null;
            }

            if (FunctionParameter.Of(parameter) is not { } read)
            {
                Refuse(method, $"has parameter '{parameter.Name}' of type {type}; parameters may be "
                    + FunctionParameter.Allowed);
                return null;
            }

            parameters.Add(read);
        }

        return parameters;
    }

    private static string TextOf(Type type) =>
        type.IsByRef ? $"{type.GetElementType()!.Name} by reference" : type.IsGenericType ? type.ToString() : type.Name;

    private void CheckNames()
    {
        foreach (IGrouping<string, ScalarFunction> same in _scalars.GroupBy(static f =>
            $"{f.Name}({string.Join(", ", f.Parameters.Select(static p => FunctionParameter.TypeOf(p.Kind)))})"))
        {
            if (same.Skip(1).FirstOrDefault() is { } second)
            {
                Refuse(second.Method, $"is {same.Key} as {NameOf(same.First().Method)} is; rename one");
            }
        }

        foreach (CustomAggregate aggregate in _aggregates)
        {
            MemberInfo? other = _aggregates.Find(a => a.Name == aggregate.Name && a != aggregate)?.Holder
                ?? (MemberInfo?)_scalars.Find(s => s.Name == aggregate.Name)?.Method;
            if (other is not null)
            {
                Refuse(aggregate.Holder, $"has the name '{aggregate.Name}' of {NameOf(other)}; rename one");
            }
        }
    }
}
