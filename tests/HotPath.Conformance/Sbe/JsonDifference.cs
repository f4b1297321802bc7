using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace HotPath.Conformance.Sbe;

/// <summary>Compares JSON by value: the order of properties and the spelling of a number do not count.</summary>
public static class JsonDifference
{
    /// <summary>Finds the first difference.</summary>
    /// <param name="actual">What came out.</param>
    /// <param name="wanted">What should have.</param>
    /// <param name="path">Where the two stand.</param>
    /// <returns>Null when they are equal, otherwise the place and both values.</returns>
    public static string? First(JsonElement actual, JsonElement wanted, string path = "")
    {
        if (actual.ValueKind != wanted.ValueKind)
        {
            return Text(actual, wanted, path);
        }

        switch (wanted.ValueKind)
        {
            case JsonValueKind.Object:
                return OfObjects(actual, wanted, path);
            case JsonValueKind.Array:
                return actual.GetArrayLength() != wanted.GetArrayLength()
                    ? Text(actual, wanted, path)
                    : Enumerable.Range(0, wanted.GetArrayLength())
                        .Select(index => First(actual[index], wanted[index], $"{path}[{index}]"))
                        .FirstOrDefault(static difference => difference is not null);
            case JsonValueKind.Number:
                return AreEqual(actual.GetRawText(), wanted.GetRawText()) ? null : Text(actual, wanted, path);
            case JsonValueKind.String:
                return actual.GetString() == wanted.GetString() ? null : Text(actual, wanted, path);
            default:
                return null;
        }
    }

    private static string? OfObjects(JsonElement actual, JsonElement wanted, string path)
    {
        foreach (JsonProperty property in wanted.EnumerateObject())
        {
            string at = $"{path}.{property.Name}";
            if (!actual.TryGetProperty(property.Name, out JsonElement value))
            {
                return $"{at}: missing";
            }

            if (First(value, property.Value, at) is { } difference)
            {
                return difference;
            }
        }

        JsonProperty extra = actual.EnumerateObject()
            .FirstOrDefault(property => !wanted.TryGetProperty(property.Name, out _));
        return extra.Value.ValueKind == JsonValueKind.Undefined ? null : $"{path}.{extra.Name}: not wanted";
    }

    // Java writes the shortest digits of a float by other rules: equal as floats is equal if ours is a float's text.
    private static bool AreEqual(string actual, string wanted)
    {
        bool hasPoint = actual.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 || wanted.AsSpan().IndexOfAny('.', 'e', 'E') >= 0;
        if (actual == wanted || !hasPoint)
        {
            return actual == wanted;
        }

        float single = float.Parse(actual, CultureInfo.InvariantCulture);
        bool isSingle = single.ToString("R", CultureInfo.InvariantCulture) == actual;
        return double.Parse(actual, CultureInfo.InvariantCulture) == double.Parse(wanted, CultureInfo.InvariantCulture)
            || (isSingle && single == float.Parse(wanted, CultureInfo.InvariantCulture));
    }

    private static string Text(JsonElement actual, JsonElement wanted, string path) =>
        $"{path}: {actual.GetRawText()}, wanted {wanted.GetRawText()}";
}
