using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Scalars;
using NUnit.Framework;

namespace HotPath.Operators.Tests.Scalars;

public sealed class ScalarCatalogTests
{
    private static readonly SqlType[] Types =
    [
        SqlType.Boolean, SqlType.TinyInt, SqlType.SmallInt, SqlType.Int, SqlType.BigInt, SqlType.Float, SqlType.Double,
        SqlType.Decimal(10, 2), SqlType.Decimal(38, 18), new SqlType(SqlTypeKind.Char, 3),
        new SqlType(SqlTypeKind.VarChar, 5),
        SqlType.String, SqlType.Bytes, SqlType.Date, SqlType.Time, SqlType.Timestamp3,
        new SqlType(SqlTypeKind.Timestamp, 0),
        SqlType.TimestampLtz3, SqlType.IntervalDay, SqlType.IntervalMonth,
    ];

    private static readonly SqlType[] Thirds = [SqlType.Int, SqlType.String, SqlType.Timestamp3];

    private static readonly string[] Operators = ["+", "-", "*", "/", "%", "||", "=", "<>", "<", "<=", ">", ">="];

    [Test]
    public void EveryOperator_OfEveryPairOfTypes_PromisesWhatItsMethodTakes()
    {
        using var invoker = new ScalarInvoker("UTC");
        foreach (string op in Operators)
        {
            foreach (SqlType left in Types)
            {
                foreach (SqlType right in Types)
                {
                    ScalarCall? call = ScalarCatalog.ResolveBinary(
                        op, left, right, invoker.Options, out string problem);
                    Check(call, problem, [left, right], invoker);
                }
            }
        }
    }

    [Test]
    public void EveryCast_OfEveryPairOfTypes_TakesExactlyItsOperand()
    {
        using var invoker = new ScalarInvoker("UTC");
        foreach (SqlType from in Types)
        {
            foreach (SqlType to in Types)
            {
                foreach (bool isTry in (bool[])[false, true])
                {
                    ScalarCall? call = ScalarCatalog.ResolveCast(from, to, isTry, invoker.Options, out string problem);
                    bool isIdentity = ScalarCatalog.IsIdentityCast(from, to);
                    Assert.That(call is null, Is.EqualTo(isIdentity || problem.Length > 0), $"{from} to {to}");
                    Assert.That(!isIdentity || from.ClrType == to.ClrType);
                    if (call is not null)
                    {
                        Assert.That(ScalarInvoker.Mismatch(call), Is.Null);
                        Assert.That(call.ParameterTypes.Single(), Is.EqualTo(from));
                        Assert.That(call.ReturnType, Is.EqualTo(to));
                    }
                }
            }
        }
    }

    [Test]
    public void TimeOf_GivesWhatTryCastGives()
    {
        using var invoker = new ScalarInvoker();
        string[] texts =
        [
            "2026-08-01", "2026-8-1", "2026-08-01 12:00:05.678", "1969-12-31 23:59:59.999", "2026-03-08 02:30:00",
            "2026-11-01 01:30:00", "10:00:01.987", "10:00", "2026-13-01", "soon", "", " 2026-08-01", "2026-08-01T12:00:00",
        ];
        foreach (SqlTypeKind kind in
            (SqlTypeKind[])[SqlTypeKind.Date, SqlTypeKind.Time, SqlTypeKind.Timestamp, SqlTypeKind.TimestampLtz])
        {
            for (int digits = 0; digits <= (kind == SqlTypeKind.Date ? 0 : 3); digits++)
            {
                var type = new SqlType(kind, digits);
                ScalarCall cast = ScalarCatalog.ResolveCast(SqlType.String, type, isTry: true, invoker.Options, out _)!;
                foreach (string text in texts)
                {
                    object? value = ScalarCatalog.TimeOf(Encoding.UTF8.GetBytes(text), type, invoker.Options);
                    object? expected = invoker.Invoke(cast, (SqlType.String, invoker.Text(text)));
                    Assert.That(value, Is.EqualTo(expected), $"'{text}' as {type}");
                    Assert.That(value is null || value.GetType() == type.ClrType, $"'{text}' as {type}");
                }
            }
        }
    }

    [Test]
    public void EveryFunction_OfEveryListOfUpToThreeTypes_PromisesWhatItsMethodTakes()
    {
        using var invoker = new ScalarInvoker("UTC");
        var resolved = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in ScalarCatalog.FunctionNames)
        {
            foreach (SqlType[] types in Lists())
            {
                ScalarCall? call = ScalarCatalog.ResolveFunction(name, types, invoker.Options, out string problem);
                Check(call, problem, types, invoker);
                if (call is not null)
                {
                    resolved.Add(name);
                }
            }

            Assert.That(ScalarCatalog.Has(name));
        }

        Assert.That(resolved, Is.EquivalentTo(ScalarCatalog.FunctionNames));
    }

    [TestCase("UPPR", "UPPER")]
    [TestCase("SUBSTRNG", "SUBSTRING")]
    public void UnknownFunction_NearAKnownOne_NamesIt(string name, string near)
    {
        using var invoker = new ScalarInvoker("UTC");
        Assert.That(ScalarCatalog.ResolveFunction(name, [], invoker.Options, out string problem), Is.Null);
        Assert.That(problem, Does.Contain(name).And.Contain(near));
    }

    [Test]
    public void NondeterministicFunction_IsRefusedWithTheReason()
    {
        using var invoker = new ScalarInvoker("UTC");
        Assert.That(ScalarCatalog.ResolveFunction("UUID", [], invoker.Options, out string problem), Is.Null);
        Assert.That(problem, Does.Contain("replay"));
        Assert.That(ScalarCatalog.Has("UUID"), Is.False);
    }

    [Test]
    public void TimePattern_WithAnUnsupportedLetter_IsRefusedWhenCompiled()
    {
        using var invoker = new ScalarInvoker("UTC");
        ScalarCall? call = ScalarCatalog.ResolveFunction(
            "DATE_FORMAT",
            [SqlType.Timestamp3, SqlType.String],
            invoker.Options,
            out string problem,
            [null, "yyyy VV"]);
        Assert.That(call, Is.Null);
        Assert.That(problem, Does.Contain("VV"));
    }

    [Test]
    public void Unit_ThatIsNone_IsRefusedWhenCompiledAndFailsTheRowWhenNot()
    {
        using var invoker = new ScalarInvoker("UTC");
        SqlType[] types = [SqlType.String, SqlType.Timestamp3];
        Assert.That(
            ScalarCatalog.ResolveFunction(
                "EXTRACT", types, invoker.Options, out string problem, ["EON", null]), Is.Null);
        Assert.That(problem, Does.Contain("EON"));

        ScalarCall call = ScalarCatalog.ResolveFunction("EXTRACT", types, invoker.Options, out _)!;
        Assert.That(
            invoker.Invoke(
                call, (SqlType.String, invoker.Text("hour")), (SqlType.Timestamp3, 7_200_000L)), Is.EqualTo(2L));
        Assert.That(invoker.Failure, Is.EqualTo(RejectReason.None));
        _ = invoker.Invoke(call, (SqlType.String, invoker.Text("EON")), (SqlType.Timestamp3, 0L));
        Assert.That(invoker.Failure, Is.EqualTo(RejectReason.BadArgument));
    }

    [TestCase("INT", "STRING", null)]
    [TestCase("INT", "BIGINT", "BIGINT")]
    [TestCase("DECIMAL(5, 3)", "INT", "DECIMAL(13, 3)")]
    [TestCase("DECIMAL(5, 3)", "BIGINT", "DECIMAL(22, 3)")]
    [TestCase("DECIMAL(5, 3)", "FLOAT", "DOUBLE")]
    [TestCase("FLOAT", "DOUBLE", "DOUBLE")]
    [TestCase("INT", "FLOAT", "FLOAT")]
    [TestCase("CHAR(1)", "CHAR(3)", "VARCHAR(3)")]
    [TestCase("CHAR(3)", "CHAR(3)", "CHAR(3)")]
    [TestCase("CHAR(3)", "STRING", "STRING")]
    [TestCase("DATE", "TIMESTAMP(3)", null)]
    public void CommonType_OfTwo_IsFlinks(string left, string right, string? common)
    {
        SqlType first = ScalarInvoker.TypeOf(left);
        SqlType second = ScalarInvoker.TypeOf(right);
        Assert.That(ScalarCatalog.CommonType(first, second)?.ToString(), Is.EqualTo(common));
        Assert.That(ScalarCatalog.CommonType(second, first)?.ToString(), Is.EqualTo(common));
    }

    [TestCase("/", "INT")]
    [TestCase("%", "TINYINT")]
    [TestCase("%", "BIGINT")]
    [TestCase("/", "DECIMAL(10, 2)")]
    [TestCase("%", "DECIMAL(10, 2)")]
    public void DivisionByZero_OfExactNumbers_FailsTheRow(string op, string type)
    {
        using var invoker = new ScalarInvoker("UTC");
        SqlType operand = ScalarInvoker.TypeOf(type);
        ScalarCall call = ScalarCatalog.ResolveBinary(op, operand, operand, invoker.Options, out _)!;
        object? one = invoker.Cast(invoker.Text("1"), SqlType.String, operand);
        object? zero = invoker.Cast(invoker.Text("0"), SqlType.String, operand);
        _ = invoker.Invoke(call, (operand, one), (operand, zero));
        Assert.That(invoker.Failure, Is.EqualTo(RejectReason.DivisionByZero));
    }

    [TestCase("12x", "INT")]
    [TestCase("", "BIGINT")]
    [TestCase("12x", "DECIMAL(5, 2)")]
    [TestCase("1000", "DECIMAL(5, 2)")]
    [TestCase("x", "DOUBLE")]
    [TestCase("maybe", "BOOLEAN")]
    [TestCase("garbage", "DATE")]
    [TestCase("garbage", "TIMESTAMP(3)")]
    [TestCase("garbage", "TIMESTAMP_LTZ(3)")]
    [TestCase("garbage", "TIME")]
    public void Cast_OfGarbage_FailsTheRowAndTryCastDoesNot(string text, string type)
    {
        using var invoker = new ScalarInvoker("UTC");
        SqlType to = ScalarInvoker.TypeOf(type);
        Assert.That(invoker.Cast(invoker.Text(text), SqlType.String, to, isTry: true), Is.Null);
        Assert.That(invoker.Failure, Is.EqualTo(RejectReason.None));
        Assert.That(invoker.Cast(invoker.Text(text), SqlType.String, to), Is.Null);
        Assert.That(invoker.Failure, Is.EqualTo(RejectReason.CastFailed));
    }

    [Test]
    public void Clocks_GiveTheFramesIngestTime()
    {
        using var invoker = new ScalarInvoker();
        const long IngestMs = 1_704_067_200_123;
        invoker.Context.Begin(IngestMs);
        Assert.That(Clock("CURRENT_TIMESTAMP"), Is.EqualTo(IngestMs));
        Assert.That(Clock("PROCTIME"), Is.EqualTo(IngestMs));
        Assert.That(Clock("LOCALTIMESTAMP"), Is.EqualTo(IngestMs - 18_000_000));
        Assert.That(Clock("CURRENT_DATE"), Is.EqualTo(19_722));
        Assert.That(Clock("LOCALTIME"), Is.EqualTo(19 * 3_600_000));
        Assert.That(Clock("UNIX_TIMESTAMP"), Is.EqualTo(1_704_067_200L));

        object? Clock(string name) => invoker.Invoke(ScalarCatalog.ResolveFunction(name, [], invoker.Options, out _)!);
    }

    private static void Check(ScalarCall? call, string problem, SqlType[] arguments, ScalarInvoker invoker)
    {
        Assert.That(call is null, Is.EqualTo(problem.Length > 0), problem);
        if (call is null)
        {
            return;
        }

        Assert.That(ScalarInvoker.Mismatch(call), Is.Null);
        Assert.That(call.ParameterTypes, Has.Count.EqualTo(arguments.Length));
        for (int i = 0; i < arguments.Length; i++)
        {
            SqlType to = call.ParameterTypes[i];
            bool isCastable = arguments[i] == to || ScalarCatalog.IsIdentityCast(arguments[i], to)
                || ScalarCatalog.ResolveCast(arguments[i], to, false, invoker.Options, out _) is not null;
            Assert.That(isCastable, $"{call.Method.Name}: {arguments[i]} to {to}");
        }
    }

    private static IEnumerable<SqlType[]> Lists()
    {
        yield return [];
        foreach (SqlType a in Types)
        {
            yield return [a];
            foreach (SqlType b in Types)
            {
                yield return [a, b];
                foreach (SqlType c in Thirds)
                {
                    yield return [a, b, c];
                }
            }
        }

        yield return [SqlType.String, SqlType.String, SqlType.Int, SqlType.Int];
    }
}
