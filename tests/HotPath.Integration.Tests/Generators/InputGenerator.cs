using System;
using System.Globalization;
using System.Text;
using HotPath.Foundation.Hashing;

namespace HotPath.Integration.Tests.Generators;

/// <summary>
/// Random input for <see cref="EventTable"/>: event time that grows with disorder and gaps, NULLs everywhere, a few
/// NULL times, values on which casts and divisions fail, and lines that are no rows at all.
/// </summary>
/// <param name="random">Seeded.</param>
public sealed class InputGenerator(SplitMix64 random)
{
    private static readonly DateTime Start = new(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Words =
    [
        "abc", "a", "12", "-7", " 5 ", "xyz", "purchase", "z\u00e4\u00f6", "\"q,\"\"uo\"\"te\"", "\"\"", "99999999999",
    ];

    private static readonly string[] Broken =
    [
        "1,2,3",
        ",,,,,,,,,,,,,,,,,,,,",
        "not a time,t0,k0,true,1,2,3,4,0.5,0.5,1.00,1.000000,abc,c1,2024-03-01,00:00:00,NULL",
        "2024-03-01 00:00:00.000,t0,k0,true,999,2,3,4,0.5,0.5,1.00,1.000000,abc,c1,2024-03-01,00:00:00,NULL",
    ];

    /// <summary>The next input.</summary>
    /// <param name="lines">How many lines. Unit: lines.</param>
    /// <returns>CSV without header.</returns>
    public string Next(int lines)
    {
        var text = new StringBuilder();
        double seconds = 0;
        for (int i = 0; i < lines; i++)
        {
            seconds += random.Below(10) == 0 ? random.Below(60) : random.Below(3000) / 1000.0;
            text.Append(random.Below(25) == 0 ? BrokenLine(i == lines - 1) : Row(seconds)).Append('\n');
        }

        return text.ToString();
    }

    private string Row(double seconds)
    {
        DateTime time = Start.AddSeconds(seconds - (random.Below(5) == 0 ? random.Below(30) : 0));
        string[] fields =
        [
            random.Below(40) == 0 ? "NULL" : Time(time),
            Nullable($"t{random.Below(4)}"),
            Nullable($"k{random.Below(6)}"),
            Nullable(random.Below(2) == 0 ? "true" : "false"),
            Nullable(Number(-5, 100)),
            Nullable(Number(-3, 1000)),
            Nullable(random.Below(12) == 0 ? "2147483647" : Number(-1, 8)),
            Nullable(random.Below(12) == 0 ? "-9223372036854775808" : Number(-1_000_000_000_000, 1_000_000_000_000)),
            Nullable(Number(0, 100) + ".5"),
            Nullable(Number(-1000, 1000) + ".125"),
            Nullable(Number(-100, 100) + "." + random.Below(10) + random.Below(10)),
            Nullable(Number(-1_000_000, 1_000_000) + ".000001"),
            Nullable(Words[random.Below(Words.Length)]),
            Nullable("c" + random.Below(10)),
            Nullable(time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            Nullable(time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
            Nullable(Time(time) + "Z"),
        ];
        return string.Join(',', fields);
    }

    // An unfinished quote swallows the rest of the file, so it may only stand at the end.
    private string BrokenLine(bool isLast) => isLast ? "\"open" : Broken[random.Below(Broken.Length)];

    private string Nullable(string value) => random.Below(10) == 0 ? "NULL" : value;

    private string Number(long from, long to) => random.Between(from, to).ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
