namespace HotPath.Benchmarks.Rings;

/// <summary>64 bytes as a value, for queues of objects.</summary>
internal readonly struct Payload(long value)
{
    private readonly long _first = value;
    private readonly long _second = value;
    private readonly long _third = value;
    private readonly long _fourth = value;
    private readonly long _fifth = value;
    private readonly long _sixth = value;
    private readonly long _seventh = value;
    private readonly long _last = value;

    public long Sum => _first + _last;

    public long Middle => _second ^ _third ^ _fourth ^ _fifth ^ _sixth ^ _seventh;
}
