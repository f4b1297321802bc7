using System.IO;
using System.Linq;
using System.Text.Json;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>Tables over hand-written messages, by the real command: versions side by side, restarts, mistakes.</summary>
public sealed class SbeTableTests
{
    private const string Envelope =
        "\"envelope\":{\"eventId\":{\"hi\":1,\"lo\":2},\"eventTime\":1785585605000000000,\"tenantId\":7,\"sourceId\":1,\"flags\":[],\"sourceSequence\":1}";

    /// <summary>
    /// One log with messages of both versions in turn: a grown block, a grown entry, new data, new values of an enum and of
    /// a set. The older table reads newer messages, the newer one reads older messages with NULLs.
    /// </summary>
    [Test]
    public void MixedVersions_AreReadByTablesOfBoth()
    {
        using var folder = new ScratchFolder();
        Encode(folder, 1, "PageView", "old-view", View("\"TABLET\"", ""));
        Encode(folder, 2, "PageView", "new-view", View("\"TELEVISION\"", ",\"experimentId\":5,\"userAgent\":\"tv\""));
        Encode(folder, 1, "OrderPlaced", "old-order", Order(""));
        Encode(folder, 2, "OrderPlaced", "new-order", Order(",\"warehouseId\":9,\"taxBasisPoints\":1900"));
        string path = folder.Path;
        string script = folder.Write("mixed.sql", string.Concat(((int[])[1, 2]).Select(version => Tables(version) + $"""
            INSERT INTO out{version} SELECT header_version, page_id, device, url, {(version == 1 ? "'-', '-'" : "CAST(experiment_id AS STRING), user_agent")} FROM views{version};
            INSERT INTO orders_out{version} SELECT header_version, CAST(total AS STRING), items_count, coupon_code FROM orders{version};

            """)));
        CommandResult run = CommandRun.Complete(
            $"cat '{path}/old-view' '{path}/new-view' '{path}/old-order' '{path}/new-order' '{path}/old-view' > '{path}/log.sbe'"
            + $" && hotpath run '{script}' --set LOG='{path}/log.sbe' --set OUT='{path}'");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(File.ReadAllText(folder.File("out1.csv")), Is.EqualTo("1,3,TABLET,/p,-,-\n2,3,5,/p,-,-\n1,3,TABLET,/p,-,-\n"));
        Assert.That(File.ReadAllText(folder.File("out2.csv")), Is.EqualTo("1,3,TABLET,/p,NULL,NULL\n2,3,TELEVISION,/p,5,tv\n1,3,TABLET,/p,NULL,NULL\n"));
        Assert.That(File.ReadAllText(folder.File("orders1.csv")), Is.EqualTo("1,99.9900,2,SUMMER\n2,99.9900,2,SUMMER\n"));
        Assert.That(File.ReadAllText(folder.File("orders2.csv")), Is.EqualTo(File.ReadAllText(folder.File("orders1.csv"))));
        Assert.That(run.Errors, Does.Contain("passed    views1: 2 messages of other templates or schemas").And.Contain("ledger    balanced to the row"));
    }

    [Test]
    public void DurableRun_GoesOnBehindItsMessages_AndRefusesAnotherSchema()
    {
        using var folder = new ScratchFolder();
        string path = folder.Path;
        File.Copy(Path.Combine(Repository.Root, "codecs/commerce/v1/commerce.xml"), Path.Combine(path, "shop.xml"));
        Encode(folder, 1, "PageView", "view", View("\"TABLET\"", ""));
        Encode(folder, 1, "ProductClick", "click", $"{{{Envelope},\"productId\":1,\"listId\":2,\"position\":3,\"device\":\"TABLET\"}}");
        string script = folder.Write("views.sql", $"""
            CREATE TABLE seen (page_id BIGINT, device STRING) WITH ('connector' = 'filesystem', 'path' = '{path}/log.sbe',
              'format' = 'sbe', 'sbe.schema' = '{path}/shop.xml', 'sbe.message' = 'PageView');
            CREATE TABLE out1 (page_id BIGINT, device STRING) WITH ('connector' = 'filesystem', 'path' = '{path}/out.csv', 'format' = 'csv');
            INSERT INTO out1 SELECT page_id, device FROM seen;
            """);
        string run = $"hotpath run '{script}' --data '{path}/data' --report '{path}/report.json'";
        CommandResult first = CommandRun.Complete($"cat '{path}/view' '{path}/click' '{path}/view' > '{path}/log.sbe' && printf 'bad' >> '{path}/log.sbe' && {run}");
        Assert.That(first.ExitCode, Is.Zero, first.Errors);
        Assert.That(File.ReadAllText(folder.File("out.csv")), Is.EqualTo("3,TABLET\n3,TABLET\n"));
        using (JsonDocument report = JsonDocument.Parse(File.ReadAllText(folder.File("report.json"))))
        {
            Assert.That(report.RootElement.GetProperty("rejected").GetInt64(), Is.EqualTo(1));
            Assert.That(report.RootElement.GetProperty("otherMessages").GetProperty("seen").GetInt64(), Is.EqualTo(1));
        }

        CommandResult replay = CommandRun.Complete($"rm '{path}/log.sbe' && mv '{path}/shop.xml' '{path}/away' && hotpath replay --data '{path}/data'");
        Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
        Assert.That(replay.Errors, Does.Contain("replay equal"));
        CommandResult other = CommandRun.Complete(
            $"sed 's/Kind of page/What page/' '{path}/away' > '{path}/shop.xml' && cat '{path}/view' > '{path}/log.sbe' && {run}");
        Assert.That(other.ExitCode, Is.EqualTo(10), other.Errors);
        Assert.That(other.Errors, Does.Contain("HP2009").And.Contain("was 'seen sha256="));
    }

    [Test]
    public void Mistakes_AreShownAtTheirColumnAndOption()
    {
        using var folder = new ScratchFolder();
        string script = folder.Write("wrong.sql", """
            CREATE TABLE seen (
              page_id INT,
              device STRING
            ) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'sbe',
              'sbe.schema' = 'codecs/commerce/v1/commerce.xml', 'sbe.message' = 'PageView',
              'sbe.framing' = 'none');
            SELECT * FROM seen;
            """);
        CommandResult result = CommandRun.Complete($"hotpath run '{script}'; hotpath schema columns codecs/commerce/v1/commerce.xml Vue");
        Assert.That(result.Errors, Does.Contain($"{script}:2:3: error: table 'seen': column 'page_id' INT cannot be member 'pageId' of message "
            + "'PageView' (uint32, codecs/commerce/v1/commerce.xml(103,6)); write BIGINT"));
        Assert.That(result.Errors, Does.Contain($"{script}:6:3: error: table 'seen': option 'sbe.framing' = 'none': must be 'sofh'"));
        Assert.That(result.Errors, Does.Contain("has no message 'Vue'; there are: PageView, ProductClick, "));
    }

    [TestCase("{\"pageId\":-1}", "HP1004: - line 2: value of 'PageView.pageId' is -1; give a uint32, 0 to 4294967294")]
    [TestCase("[1", "HP1004: - line 2: is no JSON object: ")]
    public void Encode_OfALineThatIsWrong_NamesIt(string line, string expected)
    {
        string values = View("\"TABLET\"", "");
        string wrong = line.StartsWith('[') ? line : values.Replace("\"pageId\":3", "\"pageId\":-1");
        CommandResult result = CommandRun.Complete(
            $"printf '%s\\n' '{values}' '{wrong}' | hotpath schema encode codecs/commerce/v1/commerce.xml PageView --framing length | wc -c");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Errors, Does.Contain(expected));
        Assert.That(result.Output.Trim(), Is.EqualTo("106"), "the lines before it are written");
    }

    private static string Tables(int version)
    {
        string more = version == 1 ? "" : ", experiment_id BIGINT, user_agent STRING";
        string source = $"'connector' = 'filesystem', 'path' = '${{LOG}}', 'format' = 'sbe', 'sbe.schema' = 'codecs/commerce/v{version}/commerce.xml'";
        const string place = "${OUT}";
        string sink = "'connector' = 'filesystem', 'format' = 'csv', 'csv.null-literal' = 'NULL'";
        return $"""
            CREATE TABLE views{version} (header_version INT, page_id BIGINT, device STRING, url STRING{more}) WITH ({source}, 'sbe.message' = 'PageView');
            CREATE TABLE orders{version} (header_version INT, total DECIMAL(19, 4), items_count INT, coupon_code STRING)
              WITH ({source}, 'sbe.message' = 'OrderPlaced');
            CREATE TABLE out{version} (v INT, page_id BIGINT, device STRING, url STRING, experiment STRING, agent STRING)
              WITH ({sink}, 'path' = '{place}/out{version}.csv');
            CREATE TABLE orders_out{version} (v INT, total STRING, items INT, coupon STRING) WITH ({sink}, 'path' = '{place}/orders{version}.csv');

            """;
    }

    private static void Encode(ScratchFolder folder, int version, string message, string file, string values)
    {
        string lines = folder.Write(file + ".jsonl", values);
        CommandResult result = CommandRun.Complete(
            $"hotpath schema encode codecs/commerce/v{version}/commerce.xml {message} '{lines}' > '{folder.Path}/{file}'");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
    }

    private static string View(string device, string more) =>
        $"{{{Envelope},\"pageId\":3,\"pageType\":\"HOME\",\"device\":{device},\"country\":\"DE\",\"url\":\"/p\"{more}}}";

    private static string Order(string more) =>
        $"{{{Envelope},\"orderId\":1,\"total\":{{\"mantissa\":999900}},\"tax\":{{\"mantissa\":0}},\"shipping\":{{\"mantissa\":0}},"
        + "\"discount\":{\"mantissa\":0},\"currency\":\"EUR\",\"channel\":\"WEB\",\"itemCount\":2,\"items\":["
        + string.Join(',', ((int[])[1, 2]).Select(n => $"{{\"productId\":{n},\"unitPrice\":{{\"mantissa\":1}},\"lineDiscount\":{{\"mantissa\":0}},\"quantity\":1{more}}}"))
        + "],\"couponCode\":\"SUMMER\"}";
}
