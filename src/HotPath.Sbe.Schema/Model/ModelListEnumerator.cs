namespace HotPath.Sbe.Schema.Model;

/// <summary>Walks a <see cref="ModelList{T}"/> without allocating.</summary>
/// <typeparam name="T">Element.</typeparam>
public struct ModelListEnumerator<T>
{
    private readonly T[] _items;
    private int _index;

    internal ModelListEnumerator(T[] items)
    {
        _items = items;
        _index = -1;
    }

    /// <summary>The element the enumerator stands on.</summary>
    public readonly T Current => _items[_index];

    /// <summary>Goes to the next element.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveNext() => ++_index < _items.Length;
}
