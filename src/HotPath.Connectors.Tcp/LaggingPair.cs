namespace HotPath.Connectors.Tcp;

/// <summary>
/// Two numbers that grow together, one of which something else reaches later: of all pairs it keeps the newest and one
/// before it, which is enough to follow in steps, in the memory of two.
/// </summary>
/// <remarks>Threading: single-threaded. A field, not a variable that is copied.</remarks>
internal struct LaggingPair
{
    private long _nextKey;
    private long _nextValue;
    private long _newestKey;
    private long _newestValue;
    private bool _isWaiting;

    /// <summary>Notes a pair.</summary>
    /// <param name="key">What will be reached; not less than before.</param>
    /// <param name="value">What that means; not less than before.</param>
    public void Note(long key, long value)
    {
        _newestKey = key;
        _newestValue = value;
        if (!_isWaiting)
        {
            _nextKey = key;
            _nextValue = value;
            _isWaiting = true;
        }
    }

    /// <summary>Something has been reached.</summary>
    /// <param name="key">What.</param>
    /// <param name="value">What that means.</param>
    /// <returns>False when it means nothing new.</returns>
    public bool TryReach(long key, out long value)
    {
        value = 0;
        if (!_isWaiting || key < _nextKey)
        {
            return false;
        }

        _isWaiting = key < _newestKey;
        value = _isWaiting ? _nextValue : _newestValue;
        _nextKey = _newestKey;
        _nextValue = _newestValue;
        return true;
    }
}
