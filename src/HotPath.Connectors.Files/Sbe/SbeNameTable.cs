using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>The names of an enum's values or of a set's choices as a row holds them.</summary>
internal sealed class SbeNameTable
{
    private readonly Dictionary<long, byte[]> _names;

    /// <summary>Names of an enum.</summary>
    /// <param name="type">Enum.</param>
    public SbeNameTable(EnumType type)
        : this(type.Values.Select(static v => (v.Value.ToInt64(), Encoding.UTF8.GetBytes(v.Name))))
    {
    }

    /// <summary>Names of a set; each stands at its bit.</summary>
    /// <param name="type">Set.</param>
    public SbeNameTable(SetType type)
        : this(type.Choices.Select(static c => (1L << c.BitIndex, Encoding.UTF8.GetBytes(c.Name))))
    {
    }

    private SbeNameTable(IEnumerable<(long Number, byte[] Name)> names)
    {
        All = [.. names];
        _names = All.ToDictionary(static n => n.Number, static n => n.Name);
        LengthBytes = All.Sum(static n => n.Name.Length + 1);
    }

    /// <summary>Numbers with their names, in the order of the schema.</summary>
    public (long Number, byte[] Name)[] All { get; }

    /// <summary>Length of all names with a comma each. Unit: bytes.</summary>
    public int LengthBytes { get; }

    /// <summary>Finds a name.</summary>
    /// <param name="number">Value of an enum, or one bit.</param>
    /// <returns>UTF-8, or null.</returns>
    public byte[]? Find(long number) => _names.GetValueOrDefault(number);
}
