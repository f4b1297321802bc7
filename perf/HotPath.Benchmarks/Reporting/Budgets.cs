using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace HotPath.Benchmarks.Reporting;

/// <summary>What may be allocated, from perf/budgets.json: a hard gate on every machine.</summary>
public static class Budgets
{
    /// <summary>Reads a part of the file.</summary>
    /// <param name="root">Root of the checkout.</param>
    /// <param name="part">Name of the part.</param>
    /// <returns>Bytes, by name.</returns>
    public static Dictionary<string, long> Read(string root, string part)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "perf", "budgets.json")));
        return file.RootElement.GetProperty(part).EnumerateObject()
            .ToDictionary(static p => p.Name, static p => p.Value.GetInt64());
    }
}
