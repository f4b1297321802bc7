using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Syntax;

[TestFixture]
public sealed class DdlTests
{
    [Test]
    public void CreateTable_WithEveryPart_IsRead()
    {
        CreateTableStatement table = Scripts.One<CreateTableStatement>("""
            create temporary table if not exists `Events` (
              id BIGINT NOT NULL PRIMARY KEY NOT ENFORCED COMMENT 'key',
              `value` STRING NULL COMMENT 'it''s',
              ms BIGINT,
              ts AS TO_TIMESTAMP_LTZ(ms, 3) COMMENT 'row time',
              WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
            ) COMMENT 'events' WITH ('connector' = 'filesystem', 'path' = '/a;b');
            """);
        Assert.Multiple(() =>
        {
            Assert.That((table.Name, table.IfNotExists), Is.EqualTo(("Events", true)));
            Assert.That(table.Columns.Select(c => c.Name), Is.EqualTo(new[] { "id", "value", "ms", "ts" }));
            Assert.That(table.Columns.Select(c => c.IsNotNull), Is.EqualTo(new[] { true, false, false, false }));
            Assert.That(table.Columns[3].Type, Is.Null);
            Assert.That(AstText.Of(table.Columns[3].Computed), Is.EqualTo("TO_TIMESTAMP_LTZ(ms, 3)"));
            Assert.That(table.PrimaryKey, Is.EqualTo(new[] { "id" }));
            Assert.That(table.Watermark!.Column, Is.EqualTo("ts"));
            Assert.That(AstText.Of(table.Watermark.Expression), Is.EqualTo("(ts - IntervalDay:5000)"));
            Assert.That(
                table.Options.Select(o => $"{o.Key}={o.Value}"),
                Is.EqualTo(new[] { "connector=filesystem", "path=/a;b" }));
            Assert.That(table.Options[1].Place, Is.EqualTo(new SourcePlace("s.sql", 7, 54)));
        });
    }

    [TestCase("CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b) NOT ENFORCED)")]
    [TestCase("CREATE TABLE t (a INT, b INT, CONSTRAINT pk PRIMARY KEY (a, b) NOT ENFORCED) WITH ()")]
    public void CreateTable_KeyOfTheTable_IsRead(string text) =>
        Assert.That(Scripts.One<CreateTableStatement>(text).PrimaryKey, Is.EqualTo(new[] { "a", "b" }));

    [TestCase("BOOLEAN", SqlTypeKind.Boolean, 0, 0)]
    [TestCase("TINYINT", SqlTypeKind.TinyInt, 0, 0)]
    [TestCase("SMALLINT", SqlTypeKind.SmallInt, 0, 0)]
    [TestCase("int", SqlTypeKind.Int, 0, 0)]
    [TestCase("INTEGER", SqlTypeKind.Int, 0, 0)]
    [TestCase("BIGINT", SqlTypeKind.BigInt, 0, 0)]
    [TestCase("FLOAT", SqlTypeKind.Float, 0, 0)]
    [TestCase("DOUBLE", SqlTypeKind.Double, 0, 0)]
    [TestCase("DOUBLE PRECISION", SqlTypeKind.Double, 0, 0)]
    [TestCase("DECIMAL", SqlTypeKind.Decimal, 10, 0)]
    [TestCase("DEC(5)", SqlTypeKind.Decimal, 5, 0)]
    [TestCase("NUMERIC(38, 38)", SqlTypeKind.Decimal, 38, 38)]
    [TestCase("CHAR", SqlTypeKind.Char, 1, 0)]
    [TestCase("CHAR(3)", SqlTypeKind.Char, 3, 0)]
    [TestCase("VARCHAR(20)", SqlTypeKind.VarChar, 20, 0)]
    [TestCase("STRING", SqlTypeKind.VarChar, int.MaxValue, 0)]
    [TestCase("BYTES", SqlTypeKind.VarBinary, int.MaxValue, 0)]
    [TestCase("VARBINARY(9)", SqlTypeKind.VarBinary, 9, 0)]
    [TestCase("BINARY(2)", SqlTypeKind.VarBinary, 2, 0)]
    [TestCase("DATE", SqlTypeKind.Date, 0, 0)]
    [TestCase("TIME", SqlTypeKind.Time, 0, 0)]
    [TestCase("TIME(3)", SqlTypeKind.Time, 3, 0)]
    [TestCase("TIME(0) WITHOUT TIME ZONE", SqlTypeKind.Time, 0, 0)]
    [TestCase("TIMESTAMP(3)", SqlTypeKind.Timestamp, 3, 0)]
    [TestCase("TIMESTAMP(0) WITHOUT TIME ZONE", SqlTypeKind.Timestamp, 0, 0)]
    [TestCase("TIMESTAMP_LTZ(3)", SqlTypeKind.TimestampLtz, 3, 0)]
    [TestCase("TIMESTAMP(3) WITH LOCAL TIME ZONE", SqlTypeKind.TimestampLtz, 3, 0)]
    public void CreateTable_Type_IsRead(string text, SqlTypeKind kind, int precision, int scale)
    {
        CreateTableStatement table = Scripts.One<CreateTableStatement>($"CREATE TABLE t (c {text} NOT NULL)");
        Assert.That(table.Columns[0].Type, Is.EqualTo(new SqlType(kind, precision, scale)));
    }

    [Test]
    public void CreateView_WithColumns_IsRead()
    {
        CreateViewStatement view = Scripts.One<CreateViewStatement>(
            "CREATE TEMPORARY VIEW IF NOT EXISTS v (a COMMENT 'x', b) COMMENT 'y' AS SELECT x, y FROM t");
        Assert.That((view.Name, view.IfNotExists, string.Join(',', view.ColumnNames)), Is.EqualTo(("v", true, "a,b")));
        Assert.That(AstText.Of(view.Query), Is.EqualTo("SELECT x, y FROM t"));
    }
}
