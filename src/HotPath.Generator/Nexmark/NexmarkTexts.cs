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
    private readonly NexmarkText _url = new();

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
    /// <param name="text">Becomes the text.</param>
    public void PersonName(NexmarkText text)
    {
        text.Emptied().Append(Of(FirstNames));
        text.Append(" ");
        text.Append(Of(LastNames));
    }

    /// <summary>An address.</summary>
    /// <param name="text">Becomes the text.</param>
    public void Email(NexmarkText text)
    {
        Letters(text.Emptied(), 7);
        text.Append("@");
        Letters(text, 5);
        text.Append(".com");
    }

    /// <summary>Four groups of four digits.</summary>
    /// <param name="text">Becomes the text.</param>
    public void CreditCard(NexmarkText text)
    {
        text.Emptied().AppendNumber(_random.Below(10_000), "D4");
        for (int group = 1; group < 4; group++)
        {
            text.Append(" ");
            text.AppendNumber(_random.Below(10_000), "D4");
        }
    }

    /// <summary>A city.</summary>
    public string City() => Of(Cities);

    /// <summary>A state, whatever the city.</summary>
    public string State() => Of(States);

    /// <summary>Letters with now and then another character, none of them at the ends where that is a space.</summary>
    /// <param name="text">Grows by them.</param>
    /// <param name="max">Most characters.</param>
    /// <param name="between">The other character.</param>
    public void Letters(NexmarkText text, int max, char between = ' ')
    {
        Span<char> letters = stackalloc char[max];
        letters = letters[..(3 + _random.Below(max - 3))];
        foreach (ref char c in letters)
        {
            c = _random.Below(13) == 0 ? between : (char)('a' + _random.Below(26));
        }

        text.Append(letters.Trim(' '));
    }

    /// <summary>Where a bid came from.</summary>
    /// <param name="name">Becomes the name of the channel.</param>
    /// <param name="url">Becomes its URL.</param>
    public void Channel(NexmarkText name, NexmarkText url)
    {
        if (_random.Below(2) == 0)
        {
            int hot = _random.Below(HotChannels.Length);
            name.Emptied().Append(HotChannels[hot]);
            url.Emptied().Append(_hotUrls[hot]);
            return;
        }

        int channel = _random.Below(Channels);
        name.Emptied().Append("channel-");
        name.AppendNumber(channel, default);
        url.Emptied().Append(_urls[channel] ??= UrlOf(channel));
    }

    /// <summary>Fills an event up to about its average length.</summary>
    /// <param name="text">Becomes what fills it.</param>
    /// <param name="current">What it has. Unit: characters.</param>
    /// <param name="average">What it shall have. Unit: characters.</param>
    public void Extra(NexmarkText text, int current, int average)
    {
        text.Emptied();
        if (_pool is null)
        {
            ShortExtra(text);
            return;
        }

        int missing = average - current;
        if (missing <= 0)
        {
            return;
        }

        int spread = (int)Math.Round(0.2 * missing, MidpointRounding.AwayFromZero);
        int length = missing - spread + (spread == 0 ? 0 : _random.Below(2 * spread));
        text.Append(_pool.AsSpan(_random.Below(_pool.Length - length), length));
    }

    private void ShortExtra(NexmarkText text)
    {
        Span<char> letters = stackalloc char[ShortExtraMax];
        letters = letters[.._random.Below(ShortExtraMax + 1)];
        foreach (ref char c in letters)
        {
            c = (char)('a' + _random.Below(5));
        }

        text.Append(letters);
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

    private string Url()
    {
        _url.Emptied().Append(Site);
        for (int part = 0; part < 3; part++)
        {
            _url.Append("/");
            Letters(_url, 5, '_');
        }

        _url.Append("/item.htm?query=1");
        return _url.Chars.ToString();
    }

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
