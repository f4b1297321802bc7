namespace HotPath.Integration.Tests.Generators;

/// <summary>The table that random scripts read: a column of every type, and a watermark.</summary>
public static class EventTable
{
    /// <summary>Columns in order, as an input line has them.</summary>
    public const string Columns = """
          ts TIMESTAMP(3),
          tenant STRING,
          k STRING,
          b BOOLEAN,
          i1 TINYINT,
          i2 SMALLINT,
          i4 INT,
          i8 BIGINT,
          f4 FLOAT,
          f8 DOUBLE,
          d1 DECIMAL(10, 2),
          d2 DECIMAL(38, 6),
          s STRING,
          c CHAR(3),
          dt DATE,
          tm TIME,
          ltz TIMESTAMP_LTZ(3)
        """;

    /// <summary>CREATE TABLE.</summary>
    /// <param name="delaySeconds">How far the watermark trails. Unit: s.</param>
    /// <returns>The statement; its path is <c>${INPUT}</c>.</returns>
    public static string Ddl(int delaySeconds) => $$"""
        CREATE TABLE ev (
        {{Columns}},
          WATERMARK FOR ts AS ts - INTERVAL '{{delaySeconds}}' SECOND
        ) WITH (
          'connector' = 'filesystem',
          'path' = '${INPUT}',
          'format' = 'csv',
          'csv.null-literal' = 'NULL'
        );

        """;
}
