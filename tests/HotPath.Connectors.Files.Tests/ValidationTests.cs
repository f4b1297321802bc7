using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>Every wrong option is reported, all of them at once, with key, value, rule and remedy.</summary>
[TestFixture]
public sealed class ValidationTests
{
    [Test]
    public void ManyProblems_AreAllReported()
    {
        TableDefinition table = Rows.Table(
            "s STRING",
            ("connector", "filesystem"),
            ("format", "csv"),
            ("csv.field-delimiter", "ab"),
            ("csv.allow-comments", "maybe"),
            ("csv.array-element-delimiter", ";"),
            ("csv.nulls", "x"),
            ("source.monitor-interval", "1 s"));
        IReadOnlyList<string> problems = FileConnectors.Validate(table);
        Assert.That(problems, Has.Count.EqualTo(6));
        string all = string.Join('\n', problems);
        Assert.That(all, Does.Contain("option 'path' is missing"));
        Assert.That(all, Does.Contain("'csv.field-delimiter' = 'ab': must be one ASCII character"));
        Assert.That(all, Does.Contain("'csv.allow-comments' = 'maybe': must be 'true' or 'false'"));
        Assert.That(all, Does.Contain("arrays are not supported"));
        Assert.That(all, Does.Contain("option 'csv.nulls' is unknown for connector 'filesystem' with format 'csv'"));
        Assert.That(all, Does.Contain("watching a folder is not supported"));
        HotPathException error = Assert.Throws<HotPathException>(
            () => new FileConnectors(new FileConnectorOptions()).OpenSources(table, new NativeHeap()))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.ConfigurationInvalid));
        Assert.That(error.Message, Is.EqualTo($"table t: {string.Join("; ", problems)}"));
    }

    [TestCase("connector=kafka", "must be 'filesystem', 'datagen', 'tcp', 'print' or 'blackhole'")]
    [TestCase("", "option 'connector' is missing")]
    [TestCase("connector=print", "can only be written to")]
    [TestCase("connector=blackhole", "can only be written to")]
    [TestCase("connector=filesystem|path=x", "option 'format' is missing")]
    [TestCase("connector=filesystem|path=x|format=avro", "must be 'csv', 'json', 'sbe' or 'hotpath-log'")]
    [TestCase("connector=filesystem|path=-|format=hotpath-log", "is read from files only")]
    [TestCase(
        "connector=filesystem|path=x|format=csv|csv.quote-character='|csv.disable-quote-character=true",
        "cannot be set together")]
    [TestCase("connector=filesystem|path=x|format=json|json.map-null-key.mode=DROP", "maps are not supported")]
    [TestCase(
        "connector=filesystem|path=x|format=json|csv.allow-comments=true",
        "is unknown for connector 'filesystem' with format 'json'")]
    [TestCase("connector=datagen|rows-per-second=0", "must be a whole number from 1")]
    [TestCase("connector=datagen|fields.z.min=1", "option 'fields.z.min' is unknown")]
    [TestCase("connector=datagen|fields.i.min=5|fields.i.max=3", "the smallest value must be below the largest")]
    [TestCase("connector=datagen|fields.i.kind=sequence", "a sequence needs its first value")]
    [TestCase("connector=datagen|fields.t.kind=sequence|fields.t.start=1|fields.t.end=2", "cannot be a sequence")]
    [TestCase("connector=datagen|fields.i.kind=bogus", "must be 'random' or 'sequence'")]
    [TestCase("connector=datagen|fields.i.max=3000000000", "must be a whole number from -2147483648 to 2147483647")]
    [TestCase("connector=datagen|fields.i.length=3", "option 'fields.i.length' is unknown")]
    [TestCase("connector=datagen|fields.t.max-past=soon", "must be a duration")]
    public void Source_WithAWrongOption_IsReported(string options, string expected)
    {
        TableDefinition table = Rows.Table("i INT, s STRING, t TIMESTAMP", Options(options));
        Assert.That(string.Join('\n', FileConnectors.Validate(table)), Does.Contain(expected));
    }

    [TestCase("connector=datagen", "can only be read")]
    [TestCase("connector=filesystem|path=-|format=csv", "stands for standard input")]
    [TestCase("connector=filesystem|path=x.csv.gz|format=csv", "what a sink writes is not compressed; leave .gz out")]
    [TestCase("connector=filesystem|path=|format=csv", "option 'path' is empty")]
    [TestCase("connector=filesystem|path=x|format=hotpath-log", "is read from files only")]
    [TestCase("connector=print|standard-error=perhaps", "must be 'true' or 'false'")]
    [TestCase("connector=blackhole|path=x", "option 'path' is unknown for connector 'blackhole'")]
    public void Sink_WithAWrongOption_IsReported(string options, string expected)
    {
        SinkDefinition sink = Rows.Sink(Rows.Table("i INT").Schema, SinkRole.Table, Options(options));
        Assert.That(string.Join('\n', FileConnectors.Validate(sink)), Does.Contain(expected));
    }

    private static (string Key, string Value)[] Options(string options) =>
    [
        .. options.Split('|', System.StringSplitOptions.RemoveEmptyEntries).Select(static option => option.Split('='))
            .Select(static pair => (pair[0], pair[1])),
    ];
}
