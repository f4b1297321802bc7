using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using HotPath.Generator.Nexmark;

namespace HotPath.Generator.Tests.Nexmark;

/// <summary>Lines of csv as columns.</summary>
internal static class NexmarkRows
{
    public const int PersonId = 1;
    public const int PersonName = 2;
    public const int Email = 3;
    public const int CreditCard = 4;
    public const int City = 5;
    public const int State = 6;
    public const int PersonTime = 7;
    public const int PersonExtra = 8;
    public const int AuctionId = 9;
    public const int ItemName = 10;
    public const int Description = 11;
    public const int InitialBid = 12;
    public const int Reserve = 13;
    public const int AuctionTime = 14;
    public const int Expires = 15;
    public const int Seller = 16;
    public const int Category = 17;
    public const int AuctionExtra = 18;
    public const int BidAuction = 19;
    public const int Bidder = 20;
    public const int Price = 21;
    public const int Channel = 22;
    public const int Url = 23;
    public const int BidTime = 24;
    public const int BidExtra = 25;

    public static List<string[]> Made(NexmarkOptions options) => Split(Text(options, DataFormat.Csv));

    public static string Text(NexmarkOptions options, DataFormat format)
    {
        using var stream = new MemoryStream();
        long lengthBytes = new NexmarkGeneration(options).Write(stream, format, CancellationToken.None);
        NUnit.Framework.Assert.That(stream.Length, NUnit.Framework.Is.EqualTo(lengthBytes));
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static List<string[]> Recorded(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return Split(reader.ReadToEnd());
    }

    private static List<string[]> Split(string text) =>
        [.. text.Split('\n').SkipLast(1).Select(static line => line.Split(','))];
}
