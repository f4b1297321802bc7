using HotPath.Disruptor.Rings;

namespace HotPath.Disruptor.Processing;

/// <summary>A consumer in a <see cref="ConsumerGraph{TLayout}"/>.</summary>
public sealed class Stage
{
    internal Stage(string name, Sequence sequence)
    {
        Name = name;
        Sequence = sequence;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Position up to which it has handled frames.</summary>
    public Sequence Sequence { get; }

    internal bool IsAwaited { get; set; }
}
