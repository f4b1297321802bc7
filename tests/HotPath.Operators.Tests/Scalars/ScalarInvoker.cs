using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Foundation.Time;
using HotPath.Operators.Scalars;

namespace HotPath.Operators.Tests.Scalars;

/// <summary>
/// Calls scalars the slow way: boxed values through reflection, with the casts that compiled code would insert.
/// </summary>
internal sealed class ScalarInvoker : IDisposable
{
    // Built once: reading a zone's transitions takes longer than a test.
    private static readonly ZoneRules NewYork = ZoneRules.Of("America/New_York");

    private readonly NativeHeap _heap = new();

    internal ScalarInvoker(string zone = "America/New_York")
    {
        Options = new ScalarOptions(zone == "UTC" ? ZoneRules.Utc : NewYork);
        Context = new ScalarContext(_heap);
        Context.Begin(0);
    }

    internal ScalarOptions Options { get; }

    internal ScalarContext Context { get; }

    internal RejectReason Failure => Context.Failure;

    public void Dispose() => Context.Dispose();

    internal static SqlType TypeOf(string name)
    {
        string[] parts = name.Split(
            ['(', ')', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int first = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        return parts[0] switch
        {
            "STRING" => SqlType.String,
            "TIMESTAMP_LTZ" => new SqlType(SqlTypeKind.TimestampLtz, first),
            "DECIMAL" => SqlType.Decimal(first, int.Parse(parts[2], CultureInfo.InvariantCulture)),
            "BYTES" => SqlType.Bytes,
            _ => new SqlType(Enum.Parse<SqlTypeKind>(parts[0], ignoreCase: true), first),
        };
    }

    internal Utf8View Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        nint address = Context.Scratch.Take(bytes.Length);
        bytes.CopyTo(Raw.WritableSpan(address, bytes.Length));
        return new Utf8View(address, bytes.Length);
    }

    /// <summary>Result and its type; strict: a NULL argument gives NULL.</summary>
    internal object? Invoke(ScalarCall call, params (SqlType Type, object? Value)[] arguments)
    {
        var values = new List<object?>();
        for (int i = 0; i < arguments.Length; i++)
        {
            object? value = Cast(arguments[i].Value, arguments[i].Type, call.ParameterTypes[i]);
            if (value is null)
            {
                return null;
            }

            values.Add(value);
        }

        values.AddRange(call.Constants);
        if (call.TakesContext)
        {
            values.Add(Context);
        }

        return call.Method.Invoke(null, [.. values]);
    }

    internal object? Cast(object? value, SqlType from, SqlType to, bool isTry = false)
    {
        if (value is null || from == to || ScalarCatalog.IsIdentityCast(from, to))
        {
            return value;
        }

        ScalarCall call = ScalarCatalog.ResolveCast(from, to, isTry, Options, out string problem)
            ?? throw new ArgumentException(problem);
        return Invoke(call, (from, value));
    }

    internal string? Show(object? value, SqlType type) =>
        value is null ? null : ((Utf8View)Cast(value, type, SqlType.String)!).ToString();

    /// <summary>Every method of the catalog has the CLR types that its call promises.</summary>
    internal static string? Mismatch(ScalarCall call)
    {
        Type[] declared = [.. call.Method.GetParameters().Select(static p => p.ParameterType)];
        IEnumerable<Type> constants = call.Constants.Select(static c => c.GetType());
        Type[] promised = [.. call.ParameterTypes.Select(static t => t.ClrType), .. constants];
        promised = call.TakesContext ? [.. promised, typeof(ScalarContext)] : promised;
        Type result = Nullable.GetUnderlyingType(call.Method.ReturnType) ?? call.Method.ReturnType;
        return declared.SequenceEqual(promised) && result == call.ReturnType.ClrType
            ? null
            : $"{call.Method}: promised ({string.Join(", ", promised.AsEnumerable())}) -> {call.ReturnType}";
    }
}
