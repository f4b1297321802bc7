using System;
using System.Collections;
using System.Collections.Generic;

namespace HotPath.Sbe.Schema.Model;

/// <summary>An immutable list that is equal to another by its elements, so that models can be compared.</summary>
/// <typeparam name="T">Element; compared by value.</typeparam>
public sealed class ModelList<T> : IReadOnlyList<T>, IEquatable<ModelList<T>>
{
    private readonly T[] _items;

    /// <summary>Creates a list.</summary>
    /// <param name="items">Its elements; copied.</param>
    public ModelList(IEnumerable<T> items) => _items = [.. items];

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <inheritdoc/>
    public bool Equals(ModelList<T>? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || other._items.Length != _items.Length)
        {
            return false;
        }

        for (int index = 0; index < _items.Length; index++)
        {
            if (!EqualityComparer<T>.Default.Equals(_items[index], other._items[index]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ModelList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = _items.Length;
        foreach (T item in _items)
        {
            hash = unchecked((hash * 31) + EqualityComparer<T>.Default.GetHashCode(item!));
        }

        return hash;
    }

    /// <summary>Walks the elements without allocating.</summary>
    /// <returns>An enumerator before the first element.</returns>
    public ModelListEnumerator<T> GetEnumerator() => new(_items);

    /// <inheritdoc/>
    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
