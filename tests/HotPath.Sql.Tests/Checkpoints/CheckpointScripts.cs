using System.Collections.Generic;
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
    public const string EventIds = "SET 'hotpath.table.ev.tenant' = 'tenant';\n" + Ids + Sums + Sets + Rows;

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

    public const string SessionsQuota = "SET 'hotpath.tenant.state-bytes' = '1500';\n" + Sessions;

    public const string CumulatesQuota = "SET 'hotpath.tenant.state-bytes' = '5000';\n" + Cumulates;

    public const string HopsQuota = "SET 'hotpath.tenant.state-bytes' = '6000';\n" + Hops;

    public const string Expiring = Ttl + Groups;

    public const string GlobalExpiring = Ttl + GlobalGroups;

    public const string ExpiringQuota = "SET 'hotpath.tenant.state-bytes' = '4000';\n" + Expiring;

    // A row comes each millisecond of ingest time and each 60 of event time.
    private const string Ttl = "SET 'table.exec.state.ttl' = '40 ms'; SET 'hotpath.state.ttl' = '1800 ms';\n";

    private const string Table = """
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k STRING, s STRING, v INT, d DECIMAL(10, 2),
          WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private const string Sums = """
        SELECT tenant, k, window_start, COUNT(*) AS n, SUM(v) AS sv, AVG(d) AS ad, MIN(s) AS ms, MAX(s) AS xs
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND))
        GROUP BY tenant, k, window_start, window_end;

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

    private const string Rows = "SELECT k, 10 / v AS q FROM ev WHERE v <> 5;\n";

    public static SqlJobPlan Compile(string script)
    {
        CompileResult result =
            SqlCompiler.Compile([new ScriptText("test.sql", script)], new Dictionary<string, string>());
        Assert.That(result.Plan, Is.Not.Null, string.Join('\n', result.Diagnostics));
        return (SqlJobPlan)result.Plan!;
    }
}
