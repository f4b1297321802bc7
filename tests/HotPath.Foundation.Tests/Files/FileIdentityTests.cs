using System.IO;
using HotPath.Foundation.Files;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Files;

public sealed class FileIdentityTests
{
    [Test]
    public void Of_LinksCopiesAndNothing_TellsThemApart()
    {
        string folder = Directory.CreateTempSubdirectory("hotpath-identity-").FullName;
        try
        {
            string file = Path.Combine(folder, "file");
            string copy = Path.Combine(folder, "copy");
            string link = Path.Combine(folder, "link");
            File.WriteAllText(file, "same");
            File.WriteAllText(copy, "same");
            _ = File.CreateSymbolicLink(link, file);
            Assert.Multiple(() =>
            {
                Assert.That(FileIdentity.Of(file), Is.Not.Null);
                Assert.That(FileIdentity.Of(link), Is.EqualTo(FileIdentity.Of(file)));
                Assert.That(FileIdentity.Of(copy), Is.Not.EqualTo(FileIdentity.Of(file)));
                Assert.That(FileIdentity.Of(folder), Is.Not.EqualTo(FileIdentity.Of(file)));
                Assert.That(FileIdentity.Of(Path.Combine(folder, "nothing")), Is.Null);
                Assert.That(FileIdentity.Of("/proc/self/exe")!.Value.Device, Is.Not.Zero);
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
