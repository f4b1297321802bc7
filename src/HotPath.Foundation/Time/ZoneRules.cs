using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;

namespace HotPath.Foundation.Time;

/// <summary>
/// A time zone as two arrays: the instants at which its offset from UTC changes, and the offsets between them. Built
/// once from the machine's zone data; then a conversion is a binary search, UTC and fixed offsets are one addition,
/// and <see cref="Identity"/> names exactly what was computed with, so that a replay under other zone data is
/// refused.
/// </summary>
/// <remarks>
/// Threading: immutable. Offsets are those of 1850 to 2200; outside, the first and the last offset hold.
/// </remarks>
public sealed class ZoneRules
{
    /// <summary>UTC.</summary>
    public static readonly ZoneRules Utc = new("UTC", [], [0]);

    // A day's step finds every change, as no zone ever changed twice within one day.
    private const long ProbeStepMs = CivilTime.DayMs;
    private static readonly long FirstProbeMs = CivilTime.ToDays(1850, 1, 1) * CivilTime.DayMs;
    private static readonly long LastProbeMs = CivilTime.ToDays(2200, 1, 1) * CivilTime.DayMs;

    private readonly long[] _transitionsMs;
    private readonly long[] _offsetsMs;

    private ZoneRules(string id, long[] transitionsMs, long[] offsetsMs)
    {
        Id = id;
        _transitionsMs = transitionsMs;
        _offsetsMs = offsetsMs;
        Identity = string.Create(CultureInfo.InvariantCulture, $"{id}#{HashOf(transitionsMs, offsetsMs):x16}");
    }

    /// <summary>Name as configured, for example <c>America/New_York</c>.</summary>
    public string Id { get; }

    /// <summary>Name and hash of every transition and offset: the zone data's identity in the plan frame.</summary>
    public string Identity { get; }

    /// <summary>Whether one offset holds for ever.</summary>
    public bool IsFixed => _transitionsMs.Length == 0;

    /// <summary>Instants at which the offset changes, ascending. Unit: ms since the Unix epoch.</summary>
    public ReadOnlySpan<long> TransitionsMs => _transitionsMs;

    /// <summary>
    /// Rules of a zone: <c>UTC</c>, <c>Z</c>, a fixed offset such as <c>GMT+08:00</c>, or a name of the zone data.
    /// </summary>
    /// <param name="id">As in the setting 'table.local-time-zone'.</param>
    /// <returns>The rules.</returns>
    /// <exception cref="HotPathException">HP1001 when the machine does not know the zone.</exception>
    public static ZoneRules Of(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id is "UTC" or "Z" or "GMT" or "Etc/UTC")
        {
            return id == "UTC" ? Utc : new ZoneRules(id, [], [0]);
        }

        if (TryFixedOffset(id, out long offsetMs))
        {
            return new ZoneRules(id, [], [offsetMs]);
        }

        try
        {
            return FromZone(id, TimeZoneInfo.FindSystemTimeZoneById(id));
        }
        catch (Exception problem) when (problem is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"table.local-time-zone: '{id}' is not a zone of this machine; use a name such as 'Europe/Berlin' or "
                + "an offset such as 'GMT+01:00', and install tzdata if the name is right",
                problem);
        }
    }

    /// <summary>Offset from UTC at an instant.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <returns>Local time minus UTC. Unit: ms.</returns>
    public long OffsetMs(long epochMs) => _offsetsMs[SegmentOf(epochMs)];

    /// <summary>Wall-clock time of an instant.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <returns>Unit: ms since 1970-01-01 00:00 on the wall.</returns>
    public long ToLocalMs(long epochMs) => epochMs + OffsetMs(epochMs);

    /// <summary>Instant of a wall-clock time. A time in a gap moves forward by the gap, as in Java.</summary>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00 on the wall.</param>
    /// <param name="ambiguity">Which instant when the clock shows the time twice.</param>
    /// <returns>Unit: ms since the Unix epoch.</returns>
    public long ToEpochMs(long localMs, LocalAmbiguity ambiguity)
    {
        int change = FirstChangeAfter(localMs);
        long offsetBeforeMs = _offsetsMs[change];
        if (change == _transitionsMs.Length)
        {
            return localMs - offsetBeforeMs;
        }

        bool isLater = ambiguity == LocalAmbiguity.Later && IsShownTwice(localMs, change);
        return localMs - (isLater ? _offsetsMs[change + 1] : offsetBeforeMs);
    }

    /// <summary>
    /// Last instant at which the wall clock shows less than a time. A time in a gap is never shown: the clock passes it
    /// where it is changed, so later times never give earlier instants.
    /// </summary>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00 on the wall.</param>
    /// <returns>Unit: ms since the Unix epoch.</returns>
    public long LastInstantBefore(long localMs)
    {
        int change = FirstChangeAfter(localMs - 1);
        long instantMs = ToEpochMs(localMs - 1, LocalAmbiguity.Later);
        bool isBehindChange = change < _transitionsMs.Length && instantMs >= _transitionsMs[change];
        return isBehindChange && !IsShownTwice(localMs - 1, change) ? _transitionsMs[change] - 1 : instantMs;
    }

    // The first change behind which the clock shows only later times.
    private int FirstChangeAfter(long localMs)
    {
        int low = 0;
        int high = _transitionsMs.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            long after = _transitionsMs[middle] + Math.Max(_offsetsMs[middle], _offsetsMs[middle + 1]);
            if (after <= localMs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private bool IsShownTwice(long localMs, int change)
    {
        long offsetAfterMs = _offsetsMs[change + 1];
        return offsetAfterMs < _offsetsMs[change] && localMs >= _transitionsMs[change] + offsetAfterMs;
    }

    private static ZoneRules FromZone(string id, TimeZoneInfo zone)
    {
        var transitions = new List<long>();
        var offsets = new List<long> { ProbeMs(zone, FirstProbeMs) };
        for (long at = FirstProbeMs; at < LastProbeMs; at += ProbeStepMs)
        {
            long next = at + ProbeStepMs;
            long offset = ProbeMs(zone, next);
            if (offset == offsets[^1])
            {
                continue;
            }

            transitions.Add(FirstInstantAfterChange(zone, at, next, offset));
            offsets.Add(offset);
        }

        return new ZoneRules(id, [.. transitions], [.. offsets]);
    }

    private static long FirstInstantAfterChange(TimeZoneInfo zone, long beforeMs, long afterMs, long offsetAfterMs)
    {
        while (afterMs - beforeMs > 1)
        {
            long middle = beforeMs + ((afterMs - beforeMs) / 2);
            if (ProbeMs(zone, middle) == offsetAfterMs)
            {
                afterMs = middle;
            }
            else
            {
                beforeMs = middle;
            }
        }

        return afterMs;
    }

    private static long ProbeMs(TimeZoneInfo zone, long epochMs) =>
        (long)zone.GetUtcOffset(DateTime.UnixEpoch.AddMilliseconds(epochMs)).TotalMilliseconds;

    private static bool TryFixedOffset(string id, out long offsetMs)
    {
        ReadOnlySpan<char> text = id.StartsWith("GMT", StringComparison.Ordinal)
            || id.StartsWith("UTC", StringComparison.Ordinal) ? id.AsSpan(3) : id;
        offsetMs = 0;
        if (text.Length != 6 || text[0] is not ('+' or '-')
            || !TimeSpan.TryParseExact(text[1..], "hh\\:mm", CultureInfo.InvariantCulture, out TimeSpan offset))
        {
            return false;
        }

        offsetMs = (long)offset.TotalMilliseconds * (text[0] == '-' ? -1 : 1);
        return Math.Abs(offsetMs) <= 18 * CivilTime.HourMs;
    }

    private static ulong HashOf(long[] transitionsMs, long[] offsetsMs)
    {
        Span<byte> word = stackalloc byte[sizeof(long)];
        ulong hash = 0;
        foreach (long[] words in (long[][])[transitionsMs, offsetsMs])
        {
            foreach (long value in words)
            {
                BinaryPrimitives.WriteInt64LittleEndian(word, value);
                hash = StableHash.Of(word, hash);
            }
        }

        return hash;
    }

    private int SegmentOf(long epochMs)
    {
        int low = 0;
        int high = _transitionsMs.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_transitionsMs[middle] <= epochMs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
