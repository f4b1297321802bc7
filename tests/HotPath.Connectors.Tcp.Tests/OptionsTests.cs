using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using HotPath.Foundation.Errors;
using NUnit.Framework;

namespace HotPath.Connectors.Tcp.Tests;

public sealed class OptionsTests
{
    [TestCase("listen", "", "option 'listen' is empty; write 'listen' = '127.0.0.1:<port>'")]
    [TestCase("listen", "9400", "must be an address of this machine and a port")]
    [TestCase("listen", "127.0.0.1", "must be an address of this machine and a port")]
    [TestCase("listen", "127.0.0.1:70000", "must be an address of this machine and a port")]
    [TestCase("listen", "some.host:9400", "must be an address of this machine and a port")]
    [TestCase("listen", "0.0.0.0:9400", "neither encryption nor authentication")]
    [TestCase("listen.remote", "yes", "must be 'true' or 'false'")]
    [TestCase("clients.max", "0", "must be a whole number from 1 to 60000")]
    [TestCase("credit", "-1", "must be a whole number from 1 to 1000000")]
    [TestCase("record.max-bytes", "99999999", "must be a whole number from 16 to 16777216")]
    [TestCase("frame-timeout", "0 s", "must be from '1 ms' to '1 h'")]
    [TestCase("hello-timeout", "soon", "must be a duration")]
    [TestCase("path", "a.csv", "option 'path' is unknown for connector 'tcp'")]
    public void Option_ThatIsWrong_IsNamedWithItsRemedy(string key, string value, string problem)
    {
        IReadOnlyList<string> problems = TcpConnector.Validate(TestNode.Table((key, value)), new PlainFormats());
        Assert.That(problems, Has.Count.EqualTo(1).And.Some.Contain(problem).And.Some.Contain(key));
    }

    [TestCase("127.0.0.1:9400")]
    [TestCase("localhost:0")]
    [TestCase("[::1]:9400")]
    public void Listen_AtThisMachine_IsAccepted(string listen) =>
        Assert.That(TcpConnector.Validate(TestNode.Table(("listen", listen)), new PlainFormats()), Is.Empty);

    [Test]
    public void Listen_AtAnAddressOfOthers_IsAcceptedWhenSaidAloud() => Assert.That(
        TcpConnector.Validate(TestNode.Table(("listen", "0.0.0.0:9400"), ("listen.remote", "true")), new PlainFormats()),
        Is.Empty);

    [Test]
    public void Address_ThatIsTaken_IsRefusedByName()
    {
        using var other = new Socket(SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        string listen = other.LocalEndPoint!.ToString()!.Replace("[::ffff:127.0.0.1]", "127.0.0.1");
        HotPathException error = Assert.Throws<HotPathException>(
            () => new TcpConnector(new PlainFormats(), onNotice: null).Open(TestNode.Table(("listen", listen))))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.InputUnreadable));
        Assert.That(error.Message, Does.Contain($"table t: cannot listen at {listen}"));
    }
}
