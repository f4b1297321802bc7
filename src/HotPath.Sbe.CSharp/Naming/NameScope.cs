using System.Collections.Generic;

namespace HotPath.Sbe.CSharp.Naming;

/// <summary>Names of one scope. Whoever comes second gets an underscore at the end of its name.</summary>
internal sealed class NameScope
{
    private readonly HashSet<string> _taken;

    public NameScope(params string[] reserved) => _taken = [.. reserved];

    /// <summary>Takes a name, or the next free one.</summary>
    /// <param name="wanted">Name to have.</param>
    /// <param name="suffixes">Endings that must be free with it, and are taken; none means the name alone.</param>
    public string Take(string wanted, params string[] suffixes)
    {
        string name = wanted;
        string[] endings = suffixes.Length == 0 ? [""] : suffixes;
        while (IsTaken(name, endings))
        {
            name += "_";
        }

        foreach (string ending in endings)
        {
            _taken.Add(name + ending);
        }

        return name;
    }

    private bool IsTaken(string name, string[] endings)
    {
        foreach (string ending in endings)
        {
            if (_taken.Contains(name + ending))
            {
                return true;
            }
        }

        return false;
    }
}
