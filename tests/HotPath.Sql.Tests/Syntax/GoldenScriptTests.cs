using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Syntax;

[TestFixture]
public sealed class GoldenScriptTests
{
    [Test]
    public void Parse_EverySharedScript_IsGoodOrRefusedByName()
    {
        string[] files = Scripts.SharedScripts();
        Assert.That(files, Has.Length.GreaterThan(200));
        int good = 0;
        Assert.Multiple(() =>
        {
            foreach (string file in files)
            {
                ParsedScript parsed = Parse(file);
                Assert.That(
                    parsed.Diagnostics.Where(d => d.Kind != DiagnosticKind.Unsupported).Select(d => d.ToString()),
                    Is.Empty,
                    file);
                Assert.That(parsed.Diagnostics.Count > 0 || parsed.Statements.Count > 0, Is.True, file);
                good += parsed.Diagnostics.Count == 0 ? 1 : 0;
            }
        });
        TestContext.Out.WriteLine($"{good} of {files.Length} shared scripts are inside the grammar");
    }

    [TestCase("golden/sql/01-tumble-boundaries/query.sql")]
    [TestCase("golden/sql/02-tumble-disorder-nulls/query.sql")]
    [TestCase("golden/sql/03-hop-partial-late/query.sql")]
    [TestCase("golden/sql/04-cumulate-steps/query.sql")]
    [TestCase("golden/sql/05-session-merge/query.sql")]
    [TestCase("golden/sql/06-union-min-watermark/query.sql")]
    [TestCase("golden/sql/07-group-agg-changelog/query.sql")]
    [TestCase("golden/sql/19-scalar-nulls-strings/query.sql")]
    [TestCase("golden/sql/20-arithmetic/query.sql")]
    [TestCase("golden/sql/21-dst-day/query.sql")]
    [TestCase("golden/sql/30-views-case/query.sql")]
    [TestCase("data/gmerch-2016-08/sql/tumbling_1h_all_types_by_tenant_raw.sql")]
    [TestCase("data/gmerch-2016-08/sql/tumbling_1h_purchase_by_category_raw.sql")]
    [TestCase("data/gmerch-2016-08/sql/tumbling_1m_all_types_by_tenant_raw.sql")]
    [TestCase("data/gmerch-2016-08/sql/tumbling_1h_purchase_by_tenant_raw.sql")]
    public void Parse_ScriptOfTheDialect_IsGood(string path)
    {
        ParsedScript parsed = Parse(Path.Combine(Scripts.Shared(), path));
        Assert.That(parsed.Diagnostics.Select(d => d.ToString()), Is.Empty);
    }

    [TestCase("golden/sql/08-interval-join-inclusive/query.sql", "JOIN")]
    [TestCase("golden/sql/10-temporal-join-left/query.sql", "temporal and lookup joins (FOR SYSTEM_TIME AS OF)")]
    [TestCase("golden/sql/11-over-rows/query.sql", "OVER windows")]
    [TestCase("golden/sql/15-match-v-shape/query.sql", "MATCH_RECOGNIZE")]
    [TestCase("golden/sql/24-window-semi-join-in/query.sql", "IN (subquery)")]
    [TestCase("golden/sql/27-anti-join-retract/query.sql", "EXISTS")]
    public void Parse_ScriptBeyondTheDialect_NamesWhatIsMissing(string path, string name)
    {
        ParsedScript parsed = Parse(Path.Combine(Scripts.Shared(), path));
        Assert.That(parsed.Diagnostics.Select(d => d.Message), Does.Contain(name));
    }

    private static ParsedScript Parse(string file)
    {
        string text = File.ReadAllText(file);
        Dictionary<string, string> variables = [];
        foreach (Match match in Regex.Matches(text, @"\$\{([^}]*)\}"))
        {
            variables[match.Groups[1].Value] = "/data/it's.csv";
        }

        return Scripts.Parse(text, variables);
    }
}
