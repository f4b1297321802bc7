using System.Collections.Generic;
using HotPath.Examples.Functions;
using HotPath.Sql.Planning;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>Plans whose state has every shape: several windows, scopes, texts, sets, failing rows and results.</summary>
internal static class CheckpointScripts
{
    public const string One = Table + Sums;

    public const string Tenants = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + Table + Sums + Sets + Results + Rows;

    public const string Quota = "SET 'hotpath.tenant.state-bytes' = '2500';\n" + Tenants;

    public const string Global = Table + Sums + Sets + Results + Rows;

    /// <summary>Copies are recognised, for a tenant's statements and for one that needs every tenant's rows.</summary>
    public const string EventIds = "SET 'hotpath.table.ev.tenant' = 'tenant';\n"
        + "SET 'hotpath.table.ev.tenant.tenant-2.watermark-delay' = '3 s';\n" + Ids + Sums + Sets + Rows;

    public const string GlobalEventIds = Ids + Sums + Rows;

    private const string Ids = """
        SET 'hotpath.table.ev.event-id' = 'id';
        SET 'hotpath.table.ev.dedup-window' = '1 s';
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k STRING, s STRING, v INT, d DECIMAL(10, 2), id STRING,
          WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    public const string Groups = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + Table + Unbounded;

    public const string GlobalGroups = Table + Unbounded + Sums;

    /// <summary>Overlapping windows, beside one that leaves memory.</summary>
    public const string Hops = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalHops;

    public const string GlobalHops = Table + Overlapping + Sums;

    /// <summary>Windows that grow.</summary>
    public const string Cumulates = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalCumulates;

    public const string GlobalCumulates = Table + Growing + Sums;

    /// <summary>Windows that meet, beside one that leaves memory.</summary>
    public const string Sessions = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalSessions;

    public const string GlobalSessions = Table + Meeting + Sums;

    /// <summary>Windows that stay after they have fired.</summary>
    public const string Kept = "SET 'hotpath.table.ev.tenant' = 'tenant';\n"
        + "SET 'hotpath.table.ev.tenant.tenant-2.allowed-lateness' = '3 s';\n" + GlobalKept;

    public const string GlobalKept = "SET 'hotpath.table.ev.allowed-lateness' = '700 ms';\n" + Table + Sums + Overlapping + Growing + Meeting + KeptRanks;

    /// <summary>Windows and their ranks over rows that change, kept and not.</summary>
    public const string Changing = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalChanging;

    public const string GlobalChanging = Table + Sums + Changed + "SET 'hotpath.allowed-lateness' = '900 ms';\n" + Changed + OverKept;

    public const string ChangingQuota = "SET 'hotpath.tenant.state-bytes' = '9000';\n" + Changing;

    public const string KeptQuota = "SET 'hotpath.tenant.state-bytes' = '14000';\n" + Kept;

    /// <summary>Windows that fire when their source is silent, and tell so.</summary>
    public const string TimedOut = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalTimedOut;

    public const string GlobalTimedOut = "SET 'hotpath.window-timeout' = '6 ms'; SET 'hotpath.closed-by' = 'closed_by';\n" + Table + Meeting
        + "SET 'hotpath.allowed-lateness' = '1 s';\n" + Overlapping + """
        SELECT tenant, k, window_start, COUNT(*) AS n, MAX(s) AS xs, CAST(NULL AS STRING) AS closed_by
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, k, window_start, COUNT(*) AS n, CAST(NULL AS STRING) AS closed_by
        FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '5' SECOND)) GROUP BY tenant, k, window_start, window_end;

        """;

    /// <summary>Partitions that fall silent and come back.</summary>
    public const string Partitions = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalPartitions;

    public const string GlobalPartitions = "SET 'hotpath.table.ev.watermark-per' = 'partition'; SET 'table.exec.source.idle-timeout' = '20 ms';\n"
        + "SET 'hotpath.state.ttl' = '1800 ms'; SET 'hotpath.closed-by' = 'closed_by';\n" + Table + Unbounded + Meeting + Overlapping + """
        SELECT tenant, k, window_start, COUNT(*) AS n, MAX(s) AS xs, CAST(NULL AS STRING) AS closed_by
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, k, window_start, window_end;

        """;

    /// <summary>Windows over processing time, beside one that leaves memory.</summary>
    public const string ProcessingTimes = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalProcessingTimes;

    public const string GlobalProcessingTimes = Table + Processed + Sums;

    public const string ProcessingTimesQuota = "SET 'hotpath.tenant.state-bytes' = '6000';\n" + ProcessingTimes;

    /// <summary>Ranks of rows and of windows, and stages behind them.</summary>
    public const string Ranks = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalRanks;

    public const string GlobalRanks = Table + Ranked + Sums;

    /// <summary>Aggregations over groups and rows that change.</summary>
    public const string Chains = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalChains;

    public const string GlobalChains = Table + Chained + Sums;

    /// <summary>Operators that several lead to, of one table.</summary>
    public const string Unions = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalUnions;

    public const string GlobalUnions = Table + United + Sums;

    public const string ChainsQuota = "SET 'hotpath.tenant.state-bytes' = '6000';\n" + Chains;

    public const string UnionsQuota = "SET 'hotpath.tenant.state-bytes' = '6000';\n" + Unions;

    public const string RanksQuota = "SET 'hotpath.tenant.state-bytes' = '6000';\n" + Ranks;

    /// <summary>One query alone under a small quota: what a row brings may be in the other session that it joins.</summary>
    public const string JoinedQuota = """
        SET 'hotpath.tenant.state-bytes' = '${BYTES}';
        SET 'hotpath.table.ev.tenant' = 'tenant';

        """ + Table + """
        SELECT tenant, k, window_start, window_end, COUNT(*) AS n, MIN(s) AS ms, MAX(s) AS xs, COUNT(DISTINCT v) AS dv
        FROM TABLE(SESSION(TABLE ev PARTITION BY (tenant, k), DESCRIPTOR(ts), INTERVAL '1' SECOND))
        GROUP BY tenant, k, window_start, window_end;

        """;

    public const string SessionsQuota = "SET 'hotpath.tenant.state-bytes' = '1500';\n" + Sessions;

    public const string CumulatesQuota = "SET 'hotpath.tenant.state-bytes' = '5000';\n" + Cumulates;

    public const string HopsQuota = "SET 'hotpath.tenant.state-bytes' = '6000';\n" + Hops;

    public const string Expiring = Ttl + Groups;

    public const string GlobalExpiring = Ttl + GlobalGroups;

    public const string ExpiringQuota = "SET 'hotpath.tenant.state-bytes' = '4000';\n" + Expiring;

    /// <summary>The user's functions, of which some throw, in every window, without one, and over rows that change.</summary>
    public static string Functions { get; } = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalFunctions;

    public static string GlobalFunctions => $"SET 'hotpath.functions' = '{typeof(TextFunctions).Assembly.Location}';\n" + Table + Own + Sums;

    /// <summary>Sketches in every window and without one.</summary>
    public const string Sketches = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalSketches;

    public const string GlobalSketches = Table + Sketched + Sums;

    public const string SketchesQuota = "SET 'hotpath.tenant.state-bytes' = '200000';\n" + Sketches;

    /// <summary>Values in order of arrival, in every window that is merged and over rows that change.</summary>
    public const string Lists = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + GlobalLists;

    public const string GlobalLists = Table + Listed + Sums;

    public const string ListsQuota = "SET 'hotpath.tenant.state-bytes' = '6000';\n" + Lists;

    // A row comes each millisecond of ingest time and each 60 of event time.
    private const string Ttl = "SET 'table.exec.state.ttl' = '40 ms'; SET 'hotpath.state.ttl' = '1800 ms';\n";

    private const string Table = """
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k STRING, s STRING, v INT, d DECIMAL(10, 2),
          WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        CREATE TABLE late (lateness_ms BIGINT, window_end TIMESTAMP(3), event STRING, query_name STRING) WITH ('connector' = 'blackhole');
        SET 'hotpath.table.ev.late-output' = 'late';

        """;

    // Of a quantity below zero the average throws, and so it does for a row in eight.
    private const string Own = """
        CREATE FUNCTION weighted_average AS 'x'; CREATE FUNCTION longest AS 'x'; CREATE FUNCTION net AS 'x';
        SELECT tenant, k, window_start, longest(s) AS l, weighted_average(d, v - 1) AS a, MAX(s) AS xs, COUNT(*) AS n
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, v, window_end, longest(s) AS l, weighted_average(d, v - 1) AS a, COUNT(DISTINCT s) AS ds
        FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '3' SECOND)) GROUP BY tenant, v, window_start, window_end;
        SELECT tenant, k, window_end, longest(s) AS l, weighted_average(d, v - 1) AS a
        FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '4' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, k, window_end, longest(s) AS l, weighted_average(d, v - 1) AS a, MIN(s) AS ms
        FROM TABLE(SESSION(TABLE ev PARTITION BY (tenant, k), DESCRIPTOR(ts), INTERVAL '0.5' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, k, longest(s) AS l, weighted_average(d, v - 1) FILTER (WHERE v < 5) AS a, COUNT(*) AS n FROM ev GROUP BY tenant, k;
        SELECT tenant, weighted_average(m, n - 3) AS a FROM (
          SELECT tenant, k, MAX(d) AS m, COUNT(*) AS n FROM ev GROUP BY tenant, k) GROUP BY tenant;
        SELECT tenant, k, net(d, v * 20 - 20) AS p FROM ev WHERE v <> 7;

        """;

    private const string Listed = """
        CREATE VIEW sums AS SELECT tenant, k, v, SUM(v) AS x, MAX(s) AS t, AVG(d) AS a FROM ev GROUP BY tenant, k, v;
        SELECT tenant, window_end, LISTAGG(s, '+') AS ls, LISTAGG(s) FILTER (WHERE v > 3) AS lf
        FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '3' SECOND)) GROUP BY tenant, window_start, window_end;
        SELECT k, LISTAGG(s) AS ls FROM ev GROUP BY k, HOP(ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND);
        SELECT tenant, window_end, LISTAGG(s, '') AS ls, COUNT(*) AS n
        FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '4' SECOND)) GROUP BY tenant, window_start, window_end;
        SELECT tenant, k, window_end, LISTAGG(s, '--') AS ls
        FROM TABLE(SESSION(TABLE ev PARTITION BY (tenant, k), DESCRIPTOR(ts), INTERVAL '0.5' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, FIRST_VALUE(x) AS fx, LAST_VALUE(x) AS lx, FIRST_VALUE(t) AS ft, LAST_VALUE(t) AS lt, LISTAGG(t, '+') AS j,
          LAST_VALUE(a) AS la, LISTAGG(DISTINCT t) AS jd, FIRST_VALUE(DISTINCT a) AS fa FROM sums GROUP BY tenant;
        SELECT tenant, v, LISTAGG(DISTINCT s) AS jd, LAST_VALUE(DISTINCT s) AS ld FROM ev GROUP BY tenant, v;

        """;

    private const string Sketched = """
        SELECT tenant, k, window_start, APPROX_COUNT_DISTINCT(s) AS cs, APPROX_PERCENTILE(d, 0.5) AS pd, MAX(s) AS xs
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, window_end, APPROX_COUNT_DISTINCT(s) AS cs, APPROX_PERCENTILE(d / (v - 1), 0.9) AS pd, COUNT(DISTINCT s) AS ds
        FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '3' SECOND)) GROUP BY tenant, window_start, window_end;
        SELECT tenant, window_end, APPROX_PERCENTILE(v, 0.1) AS p1, APPROX_PERCENTILE(v, 0.9) AS p9, APPROX_COUNT_DISTINCT(d) AS cd
        FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '4' SECOND)) GROUP BY tenant, window_start, window_end;
        SELECT tenant, k, window_end, APPROX_COUNT_DISTINCT(v) AS cv, APPROX_PERCENTILE(d, 1) AS pd
        FROM TABLE(SESSION(TABLE ev PARTITION BY (tenant, k), DESCRIPTOR(ts), INTERVAL '0.5' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, k, APPROX_COUNT_DISTINCT(s) FILTER (WHERE v < 5) AS cs, APPROX_PERCENTILE(v, 0.5) AS pv FROM ev GROUP BY tenant, k;

        """;

    private const string Sums = """
        SELECT tenant, k, window_start, COUNT(*) AS n, SUM(v) AS sv, AVG(d) AS ad, MIN(s) AS ms, MAX(s) AS xs
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND))
        GROUP BY tenant, k, window_start, window_end;

        """;

    private const string KeptRanks = """
        SELECT window_end, rn, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, tenant ORDER BY v DESC) AS rn
          FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '3' SECOND))) WHERE rn <= 3;

        """;

    // A row that comes may fail where the one that it replaces did not, and the other way round.
    private const string Changed = """
        CREATE VIEW IF NOT EXISTS lasts AS SELECT * FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY tenant, k, v ORDER BY ts DESC) AS rn FROM ev) WHERE rn = 1;
        SELECT tenant, window_end, COUNT(*) AS n, SUM(v) AS sv, MIN(s) AS ms, MAX(d) AS xd, COUNT(DISTINCT s) AS ds, LISTAGG(s, '+') AS ls
        FROM TABLE(TUMBLE(TABLE lasts, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY tenant, window_start, window_end;
        SELECT tenant, k, window_end, SUM(100 / (v - 1)) AS q, 10 / (COUNT(*) - 2) AS r
        FROM TABLE(TUMBLE(TABLE lasts, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY tenant, k, window_start, window_end;

        """;

    private const string OverKept = """
        CREATE VIEW hops AS SELECT tenant, k, window_start, window_end, window_time AS rt, COUNT(*) AS n, MAX(s) AS t
          FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '2' SECOND)) GROUP BY tenant, k, window_start, window_end, window_time;
        CREATE VIEW hop_times AS SELECT tenant, rt, n, t FROM hops;
        CREATE VIEW meetings AS SELECT tenant, k, window_start, window_end, COUNT(*) AS n
          FROM TABLE(SESSION(TABLE ev PARTITION BY (tenant, k), DESCRIPTOR(ts), INTERVAL '0.5' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT window_end, tenant, k, n, t, rn FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, tenant ORDER BY n DESC, t) AS rn FROM hops) WHERE rn <= 3;
        SELECT window_end, tenant, 100 / (n - 3) AS q FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, tenant ORDER BY n) AS rn FROM meetings) WHERE rn = 1;
        SELECT window_end, tenant, COUNT(*) AS c, MAX(t) AS xt, SUM(n) AS n FROM hops GROUP BY tenant, window_start, window_end;
        SELECT window_end, tenant, COUNT(*) AS c, MIN(t) AS mt, COUNT(DISTINCT n) AS dn
        FROM TABLE(TUMBLE(TABLE hop_times, DESCRIPTOR(rt), INTERVAL '3' SECOND)) GROUP BY tenant, window_start, window_end;

        """;

    // A frame comes each millisecond. One tells the time of the firing frame, one is read by two stages of groups.
    private const string Processed = """
        CREATE VIEW pv AS SELECT *, PROCTIME() AS pt FROM ev WHERE v IS NOT NULL;
        SELECT tenant, k, window_start, COUNT(*) AS n, SUM(v) AS sv, MAX(s) AS xs, 100 / SUM(v - 1) AS q, CURRENT_TIMESTAMP AS fired
        FROM TABLE(TUMBLE(TABLE pv, DESCRIPTOR(pt), INTERVAL '0.047' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, v, window_end, COUNT(*) AS n, MIN(s) AS ms
        FROM TABLE(HOP(TABLE pv, DESCRIPTOR(pt), INTERVAL '0.013' SECOND, INTERVAL '0.039' SECOND)) GROUP BY tenant, v, window_start, window_end;
        SELECT v, window_end, COUNT(DISTINCT s) AS ds
        FROM TABLE(CUMULATE(TABLE pv, DESCRIPTOR(pt), INTERVAL '0.010' SECOND, INTERVAL '0.050' SECOND)) GROUP BY v, window_start, window_end;
        SELECT tenant, k, window_start, window_end, COUNT(*) AS n, MAX(s) AS xs
        FROM TABLE(SESSION(TABLE pv PARTITION BY (tenant, k), DESCRIPTOR(pt), INTERVAL '0.031' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT n, COUNT(*) AS m FROM (
          SELECT tenant, k, window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE pv, DESCRIPTOR(pt), INTERVAL '0.020' SECOND))
          GROUP BY tenant, k, window_start, window_end
          UNION ALL SELECT tenant, s, window_start, COUNT(*) AS n FROM TABLE(HOP(TABLE pv, DESCRIPTOR(pt), INTERVAL '0.010' SECOND, INTERVAL '0.020' SECOND))
          GROUP BY tenant, s, window_start, window_end) GROUP BY n;

        """;

    private const string Sets = """
        SELECT k, window_start, COUNT(DISTINCT s) AS ds, COUNT(DISTINCT v) AS dv, COUNT(*) FILTER (WHERE v > 3) AS nv,
          MIN(v) AS mv
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY k, window_start, window_end;
        SELECT tenant, window_start, COUNT(DISTINCT k) AS dk
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '9' SECOND)) WHERE v <> 6
        GROUP BY tenant, window_start, window_end;

        """;

    // Divides by zero in the row where v is 0 and in the result where the sum is; tells the time of the firing frame.
    private const string Results = """
        SELECT tenant, v, 100 / SUM(v) AS q, SUM(10 / v) AS r, CURRENT_TIMESTAMP AS fired
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY tenant, v, window_start, window_end;
        SELECT tenant, 7 / (SUM(v) - 7) AS z
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY tenant, v, window_start, window_end;

        """;

    // One shows less than it counts, one fails in some rows and some results, one has no key, one tells its time.
    private const string Unbounded = """
        SELECT tenant, k, COUNT(*) AS n, SUM(v) AS sv, AVG(d) AS ad, MIN(s) AS ms, MAX(s) AS xs FROM ev GROUP BY tenant, k;
        SELECT tenant, k, COUNT(DISTINCT s) AS ds, COUNT(DISTINCT v) > 3 AS dv FROM ev WHERE v <> 6 GROUP BY tenant, k
        HAVING COUNT(*) > 2;
        SELECT tenant, v, 100 / (SUM(v) - 14) AS q, SUM(10 / v) AS r, CURRENT_TIMESTAMP AS told FROM ev GROUP BY tenant, v;
        SELECT COUNT(*) AS n, MAX(s) AS xs, COUNT(DISTINCT k) AS dk FROM ev;
        SELECT DISTINCT tenant, s, v FROM ev;

        """;

    // A few panes and many, text and sets, a row and a result that fail, one without a key, one of panes alone.
    private const string Overlapping = """
        SELECT tenant, k, window_start, COUNT(*) AS n, SUM(v) AS sv, AVG(d) AS ad, MIN(s) AS ms, MAX(s) AS xs
        FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '6' SECOND))
        GROUP BY tenant, k, window_start, window_end;
        SELECT k, window_end, COUNT(DISTINCT s) AS ds, SUM(DISTINCT v) AS dv, COUNT(*) FILTER (WHERE v > 3) AS nv, MIN(v) AS mv
        FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.5' SECOND, INTERVAL '10' SECOND, INTERVAL '0.2' SECOND))
        GROUP BY k, window_start, window_end;
        SELECT tenant, v, 100 / (SUM(v) - 14) AS q, SUM(10 / v) AS r, CURRENT_TIMESTAMP AS fired
        FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '3' SECOND))
        GROUP BY tenant, v, window_start, window_end;
        SELECT window_end, COUNT(*) AS n, COUNT(DISTINCT k) AS dk
        FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '4' SECOND)) WHERE v <> 6
        GROUP BY window_start, window_end;
        SELECT DISTINCT tenant, s, window_start, window_end
        FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '1' SECOND));

        """;

    private const string Growing = """
        SELECT tenant, k, window_start, window_end, COUNT(*) AS n, SUM(v) AS sv, AVG(d) AS ad, MIN(s) AS ms, MAX(s) AS xs
        FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '6' SECOND))
        GROUP BY tenant, k, window_start, window_end;
        SELECT k, window_end, COUNT(DISTINCT s) AS ds, SUM(DISTINCT v) AS dv, COUNT(*) FILTER (WHERE v > 3) AS nv, MIN(v) AS mv
        FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.5' SECOND, INTERVAL '10' SECOND, INTERVAL '0.2' SECOND))
        GROUP BY k, window_start, window_end;
        SELECT tenant, COUNT(DISTINCT s) AS ds, COUNT(DISTINCT v) AS dv
        FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '8' SECOND))
        GROUP BY tenant, window_start, window_end;
        SELECT tenant, v, 100 / (SUM(v) - 14) AS q, SUM(10 / v) AS r, CURRENT_TIMESTAMP AS fired
        FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '3' SECOND))
        GROUP BY tenant, v, window_start, window_end;
        SELECT DISTINCT tenant, s, window_start, window_end
        FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '1' SECOND));

        """;

    // Short gaps and long ones, text and sets, a row and a result that fail, one without a key, one that only tells keys.
    private const string Meeting = """
        SELECT tenant, k, window_start, window_end, COUNT(*) AS n, SUM(v) AS sv, AVG(d) AS ad, MIN(s) AS ms, MAX(s) AS xs
        FROM TABLE(SESSION(TABLE ev PARTITION BY (tenant, k), DESCRIPTOR(ts), INTERVAL '1' SECOND))
        GROUP BY tenant, k, window_start, window_end;
        SELECT k, window_start, COUNT(DISTINCT s) AS ds, SUM(DISTINCT v) AS dv, COUNT(*) FILTER (WHERE v > 3) AS nv, MIN(v) AS mv
        FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '0.2' SECOND)) GROUP BY k, window_start, window_end;
        SELECT tenant, window_end, COUNT(DISTINCT s) AS ds, COUNT(DISTINCT v) AS dv
        FROM TABLE(SESSION(TABLE ev PARTITION BY tenant, DESCRIPTOR(ts), INTERVAL '0.15' SECOND)) WHERE v <> 6
        GROUP BY tenant, window_start, window_end;
        SELECT tenant, v, 100 / (SUM(v) - 14) AS q, SUM(10 / v) AS r, CURRENT_TIMESTAMP AS fired
        FROM TABLE(SESSION(TABLE ev PARTITION BY (v, tenant), DESCRIPTOR(ts), INTERVAL '0.5' SECOND))
        GROUP BY tenant, v, window_start, window_end;
        SELECT window_end, COUNT(*) AS n, COUNT(DISTINCT k) AS dk
        FROM TABLE(SESSION(TABLE ev, DESCRIPTOR(ts), INTERVAL '0.05' SECOND)) GROUP BY window_start, window_end;
        SELECT DISTINCT tenant, s, window_start, window_end
        FROM TABLE(SESSION(TABLE ev PARTITION BY (tenant, s), DESCRIPTOR(ts), INTERVAL '2' SECOND));

        """;

    // First rows that wait and come out, last rows, the first few by text and number, ranks of windows.
    private const string Ranked = """
        SELECT tenant, k, s, v FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY tenant, k, v ORDER BY ts ASC) AS rn FROM ev) WHERE rn = 1;
        SELECT tenant, k, s, 10 / v AS q FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY tenant, k ORDER BY ts DESC) AS rn FROM ev) WHERE rn = 1;
        SELECT tenant, k, s, d, rn FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY k, tenant ORDER BY s DESC, d) AS rn FROM ev) WHERE rn BETWEEN 2 AND 4;
        SELECT k, v FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY v DESC, k) AS rn FROM ev) WHERE rn <= 5;
        SELECT tenant, k, s, rn, window_end FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, tenant ORDER BY d, s) AS rn
          FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '3' SECOND))) WHERE rn <= 2;
        SELECT tenant, k, n, rn FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, tenant ORDER BY n DESC, k) AS rn FROM (
            SELECT tenant, k, window_start, window_end, COUNT(*) AS n
            FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY tenant, k, window_start, window_end))
        WHERE rn <= 2;

        """;

    // A row that fails in a second stage, text that has to fall back, sets that shrink, windows over windows.
    private const string Chained = """
        CREATE VIEW sums AS SELECT tenant, k, v, SUM(v) AS x, MAX(s) AS t, AVG(d) AS a FROM ev GROUP BY tenant, k, v;
        CREATE VIEW lasts AS SELECT * FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY tenant, k, s ORDER BY ts DESC) AS rn FROM ev) WHERE rn = 1;
        CREATE VIEW firsts AS SELECT * FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY tenant, s ORDER BY ts ASC) AS rn FROM ev) WHERE rn = 1;
        CREATE VIEW seconds AS SELECT tenant, k, window_time AS rt, COUNT(*) AS n, MAX(s) AS t
          FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY tenant, k, window_start, window_end, window_time;
        SELECT tenant, k, COUNT(*) AS n, SUM(x) AS sx, MIN(x) AS mn, MAX(t) AS xt, COUNT(DISTINCT x) AS dx FROM sums GROUP BY tenant, k;
        SELECT tenant, SUM(100 / (x - 6)) AS q, MIN(t) AS mt, AVG(a) AS aa, SUM(a) AS sa FROM sums GROUP BY tenant;
        SELECT COUNT(*) AS n, MAX(v) AS mv, COUNT(DISTINCT s) AS ds FROM lasts;
        SELECT tenant, v, COUNT(*) AS n, MIN(s) AS ms, COUNT(DISTINCT k) FILTER (WHERE v > 3) AS dk FROM lasts GROUP BY tenant, v
        HAVING COUNT(*) > 1;
        SELECT tenant, window_end, COUNT(*) AS n, MAX(s) AS xs
        FROM TABLE(TUMBLE(TABLE firsts, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY tenant, window_start, window_end;
        SELECT tenant, k, window_end, SUM(n) AS n, MIN(t) AS t
        FROM TABLE(HOP(TABLE seconds, DESCRIPTOR(rt), INTERVAL '2' SECOND, INTERVAL '4' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, COUNT(*) AS wins, SUM(n) AS n FROM seconds GROUP BY tenant;
        SELECT tenant, k, x, rn FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY tenant ORDER BY x DESC, t, k) AS rn FROM sums) WHERE rn <= 3;
        SELECT k, v, t FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY x, k) AS rn FROM sums) WHERE rn <= 4;

        """;

    // Rows that fail on the way and behind it, windows that feed windows, groups that change, unions of unions.
    private const string United = """
        CREATE VIEW twice AS SELECT ts, tenant, k, v FROM ev WHERE v < 6 UNION ALL SELECT ts, tenant, s, 12 / v FROM ev;
        CREATE VIEW seconds AS SELECT tenant, k, window_time AS rt, COUNT(*) AS n
          FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY tenant, k, window_start, window_end, window_time;
        CREATE VIEW mixed AS SELECT tenant, k, rt, n FROM seconds UNION ALL SELECT tenant, s, ts, CAST(v AS BIGINT) FROM ev;
        CREATE VIEW changing AS SELECT tenant, k, COUNT(*) AS n FROM ev GROUP BY tenant, k UNION ALL SELECT tenant, s, n FROM (
          SELECT tenant, s, MAX(n) AS n FROM (SELECT tenant, s, k, SUM(v) AS n FROM ev GROUP BY tenant, s, k) GROUP BY tenant, s)
          UNION ALL SELECT tenant, k, CAST(v AS BIGINT) FROM ev;
        SELECT tenant, k, window_end, COUNT(*) AS n, SUM(v) AS sv, MAX(k) AS mk
        FROM TABLE(TUMBLE(TABLE twice, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, window_end, COUNT(*) AS c, SUM(n) AS n
        FROM TABLE(HOP(TABLE mixed, DESCRIPTOR(rt), INTERVAL '1' SECOND, INTERVAL '3' SECOND)) GROUP BY tenant, window_start, window_end;
        SELECT tenant, n, COUNT(*) AS c, MAX(k) AS mk, SUM(100 / (n - 3)) AS q FROM changing GROUP BY tenant, n;
        SELECT tenant, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY tenant, k ORDER BY v DESC, k) AS rn FROM twice) WHERE rn <= 2;
        SELECT k, v FROM twice UNION SELECT s, v FROM ev;
        SELECT tenant, k, 10 / v AS q FROM twice WHERE v <> 5;
        SELECT tenant, k, GROUPING(k) AS gk, FIRST_VALUE(s) AS f, LAST_VALUE(d) AS l, LISTAGG(s, '+') AS ls, VAR_SAMP(d) AS vd
        FROM ev GROUP BY tenant, ROLLUP (k);
        SELECT tenant, k, LAST_VALUE(s) AS l, LISTAGG(DISTINCT s) FILTER (WHERE v > 3) AS ls, STDDEV_POP(v) AS sv
        FROM ev GROUP BY tenant, k, TUMBLE(ts, INTERVAL '2' SECOND);

        """;

    private const string Rows = "SELECT k, 10 / v AS q FROM ev WHERE v <> 5;\n";

    public static SqlJobPlan Compile(string script)
    {
        CompileResult result =
            SqlCompiler.Compile([new ScriptText("test.sql", script)], new Dictionary<string, string>());
        Assert.That(result.Plan, Is.Not.Null, string.Join('\n', result.Diagnostics));
        return (SqlJobPlan)result.Plan!;
    }
}
