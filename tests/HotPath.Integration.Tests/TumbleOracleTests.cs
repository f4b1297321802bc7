using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Conformance.Cases;
using HotPath.Conformance.Levels;
using HotPath.Conformance.Running;
using HotPath.Foundation.Hashing;
using HotPath.Integration.Tests.Oracles;
using HotPath.Integration.Tests.Support;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>Random streams and random tumbling queries: the engine against a slow oracle, row by row and line by
/// line.</summary>
public sealed class TumbleOracleTests
{
    private const int CasesPerTest = 40;

    private static readonly string[] Words = ["a", "b", "view", "purchase", "Zz", "a b"];

    [Test]
    public void Tumble_RandomStreams_EqualTheOracleLineByLine([Range(0, 4)] int part)
    {
        for (int i = 0; i < CasesPerTest; i++)
        {
            ulong seed = Seeds.Base + (ulong)((part * CasesPerTest) + i);
            var random = new SplitMix64(seed);
            TumbleQuery query = NextQuery(random);
            OracleRow[] rows = [.. NextRows(random)];
            var expectation = new Expectation(query.Columns, TumbleOracle.Run(query, rows), null, LevelSet.Default);
            var one = new ConformanceCase($"seed-{seed}", query.ToSql(), "#input", [.. rows.Select(Line)], expectation);
            CaseOutcome outcome = CaseRunner.Run(one);
            Assert.That(
                outcome.Kind, Is.EqualTo(CaseOutcomeKind.Passed), () => $"HOTPATH_SEED={seed}\n{outcome}\n{query.ToSql()}");
        }
    }

    private static TumbleQuery NextQuery(SplitMix64 random)
    {
        string[][] keys = [[], ["tenant"], ["k"], ["tenant", "k"]];
        long sizeMs = (1 + random.Below(20)) * 1000L;
        return new TumbleQuery(
            sizeMs,
            OffsetMs: random.Below(3) == 0 ? random.Below((int)sizeMs / 1000) * 1000L : 0,
            DelayMs: random.Below(3) == 0 ? 0 : random.Below(9000),
            IsTenancyDeclared: random.Below(2) == 0,
            keys[random.Below(4)],
            IsFiltered: random.Below(3) == 0);
    }

    private static IEnumerable<OracleRow> NextRows(SplitMix64 random)
    {
        long timeMs = 1_709_251_200_000 + random.Below(100_000);
        int count = 1 + random.Below(200);
        for (int i = 0; i < count; i++)
        {
            timeMs += random.Below(12) == 0 ? random.Below(60_000) : random.Below(1500);
            long rowTimeMs = timeMs - (random.Below(4) == 0 ? random.Below(25_000) : 0);
            yield return new OracleRow(
                random.Below(4) == 0 ? rowTimeMs - (rowTimeMs % 1000) : rowTimeMs,
                $"t{random.Below(3)}",
                random.Below(8) == 0 ? null : $"k{random.Below(4)}",
                random.Below(8) == 0 ? null : random.Below(20) == 0 ? int.MaxValue - random.Below(3) : random.Below(10) - 3,
                random.Below(8) == 0 ? null : random.Below(20) == 0 ? long.MinValue : random.Between(-1_000_000_000, 1_000_000_000),
                random.Below(8) == 0 ? null : random.Between(-99_999_99, 99_999_99),
                random.Below(8) == 0 ? null : Words[random.Below(Words.Length)]);
        }
    }

    private static string Line(OracleRow row) => string.Join(
        ',',
        DateTime.UnixEpoch.AddMilliseconds(row.TimeMs).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        row.Tenant,
        row.K ?? "NULL",
        row.V?.ToString(CultureInfo.InvariantCulture) ?? "NULL",
        row.W?.ToString(CultureInfo.InvariantCulture) ?? "NULL",
        row.Cents is { } cents ? (cents / 100m).ToString("F2", CultureInfo.InvariantCulture) : "NULL",
        row.S ?? "NULL");
}
