using System;
using System.Globalization;
using HotPath.Foundation.Hashing;

namespace HotPath.Generator.Nexmark;

/// <summary>Draws the texts of Nexmark.</summary>
/// <remarks>Threading: single-threaded. Source: specs/nexmark.md 1.2.</remarks>
internal sealed class NexmarkTexts
{
    // In two parts, so that no address of a machine seems to be meant: it is data.
    private const string Site = "https:" + "//www.nexmark.com";
    private const int Channels = 10_000;
    private const int PoolCharacters = 1 << 20;
    private const int ShortExtraMax = 7;

    private static readonly string[] FirstNames =
        ["Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah", "Deiter", "Walter"];

    private static readonly string[] LastNames =
        ["Shultz", "Abrams", "Spencer", "White", "Bartels", "Walton", "Smith", "Jones", "Noris"];

    private static readonly string[] Cities =
    [
        "Phoenix", "Los Angeles", "San Francisco", "Boise", "Portland", "Bend", "Redmond", "Seattle", "Kent",
        "Cheyenne",
    ];

    private static readonly string[] States = ["AZ", "CA", "ID", "OR", "WA", "WY"];

    private static readonly string[] HotChannels = ["Google", "Facebook", "Baidu", "Apple"];

    private readonly SplitMix64 _random;
    private readonly string[] _hotUrls;
    private readonly string?[] _urls = new string?[Channels];
    private readonly string? _pool;

    /// <summary>Texts of a stream.</summary>
    /// <param name="random">Its draws.</param>
    /// <param name="hasFullExtra">Whether <c>extra</c> is long.</param>
    public NexmarkTexts(SplitMix64 random, bool hasFullExtra)
    {
        _random = random;
        _hotUrls = Array.ConvertAll(HotChannels, _ => Url());
        _pool = hasFullExtra ? Pool() : null;
    }

    /// <summary>First and last name.</summary>
    public string PersonName() => $"{Of(FirstNames)} {Of(LastNames)}";

    /// <summary>An address.</summary>
    public string Email() => $"{Letters(7)}@{Letters(5)}.com";

    /// <summary>Four groups of four digits.</summary>
    public string CreditCard() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_random.Below(10_000):D4} {_random.Below(10_000):D4} {_random.Below(10_000):D4} {_random.Below(10_000):D4}");

    /// <summary>A city.</summary>
    public string City() => Of(Cities);

    /// <summary>A state, whatever the city.</summary>
    public string State() => Of(States);

    /// <summary>Letters with now and then another character, none of them at the ends where that is a space.</summary>
    /// <param name="max">Most characters.</param>
    /// <param name="between">The other character.</param>
    public string Letters(int max, char between = ' ')
    {
        Span<char> text = stackalloc char[max];
        text = text[..(3 + _random.Below(max - 3))];
        foreach (ref char c in text)
        {
            c = _random.Below(13) == 0 ? between : (char)('a' + _random.Below(26));
        }

        return text.ToString().Trim(' ');
    }

    /// <summary>Where a bid came from.</summary>
    /// <returns>Name of the channel and its URL.</returns>
    public (string Channel, string Url) Channel()
    {
        if (_random.Below(2) == 0)
        {
            int hot = _random.Below(HotChannels.Length);
            return (HotChannels[hot], _hotUrls[hot]);
        }

        int channel = _random.Below(Channels);
        return (string.Create(CultureInfo.InvariantCulture, $"channel-{channel}"), _urls[channel] ??= UrlOf(channel));
    }

    /// <summary>Fills an event up to about its average length.</summary>
    /// <param name="current">What it has. Unit: characters.</param>
    /// <param name="average">What it shall have. Unit: characters.</param>
    public string Extra(int current, int average)
    {
        if (_pool is null)
        {
            return ShortExtra();
        }

        int missing = average - current;
        if (missing <= 0)
        {
            return string.Empty;
        }

        int spread = (int)Math.Round(0.2 * missing, MidpointRounding.AwayFromZero);
        int length = missing - spread + (spread == 0 ? 0 : _random.Below(2 * spread));
        return _pool.Substring(_random.Below(_pool.Length - length), length);
    }

    private string ShortExtra()
    {
        Span<char> text = stackalloc char[ShortExtraMax];
        text = text[.._random.Below(ShortExtraMax + 1)];
        foreach (ref char c in text)
        {
            c = (char)('a' + _random.Below(5));
        }

        return text.ToString();
    }

    // The benchmark's remainder keeps its sign, so there are characters before 'a' too.
    private string Pool() => string.Create(
        PoolCharacters,
        _random,
        static (text, random) =>
        {
            foreach (ref char c in text)
            {
                c = (char)('a' + ((int)random.Next() % 26));
            }
        });

    private string Url() =>
        $"{Site}/{Letters(5, '_')}/{Letters(5, '_')}/{Letters(5, '_')}/item.htm?query=1";

    // The benchmark's abs keeps the sign of the least number: channel 1 has id -2147483648.
    private string UrlOf(int channel)
    {
        if (_random.Below(10) == 0)
        {
            return Url();
        }

        int id = Reversed(channel);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Url()}&channel_id={(id == int.MinValue ? id : Math.Abs(id))}");
    }

    private static int Reversed(int value)
    {
        uint bits = (uint)value;
        uint reversed = 0;
        for (int i = 0; i < 32; i++)
        {
            reversed = (reversed << 1) | (bits & 1);
            bits >>= 1;
        }

        return (int)reversed;
    }

    private string Of(string[] choices) => choices[_random.Below(choices.Length)];
}
