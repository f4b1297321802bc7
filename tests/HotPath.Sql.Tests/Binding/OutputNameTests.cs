using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Binding;

/// <summary>Names of the columns that a bare SELECT shows. Source: each line asked of Flink 2.3.0.</summary>
public sealed class OutputNameTests
{
    private const string Table = "CREATE TABLE ev (k STRING, v INT) WITH ('connector' = 'filesystem', 'path' = 'x', "
        + "'format' = 'csv');\n";

    [TestCase("SELECT k, k, v AS k FROM ev;", "k,k0,k1")]
    [TestCase("SELECT k, k, v AS k0 FROM ev;", "k,k0,k00")]
    [TestCase("SELECT v, v + 1, v + 2 FROM ev;", "v,EXPR$1,EXPR$2")]
    public void Names_OfTwoColumns_AreNeverTheSame(string query, string names)
    {
        CompileResult result = SqlCompiler.Compile([new ScriptText("s.sql", Table + query)], new Dictionary<string, string>());

        Assert.That(result.Plan!.Sinks[0].Schema.Columns.Select(static column => column.Name), Is.EqualTo(names.Split(',')));
    }
}
