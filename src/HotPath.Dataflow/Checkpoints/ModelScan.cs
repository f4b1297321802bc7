using System;

namespace HotPath.Dataflow.Checkpoints;

/// <summary>A walk over the model's newest state.</summary>
internal sealed class ModelScan(Func<StateImage> newest, byte[] prefix) : ICheckpointScan
{
    private byte[] _last = [];

    /// <inheritdoc/>
    public bool Read(int recordsMax, StateVisitor visitor)
    {
        byte[] last = _last;
        int records = 0;
        newest().ReadAll(prefix, (key, value) =>
        {
            if (records < recordsMax && key.SequenceCompareTo(last) > 0)
            {
                records++;
                visitor(key, value);
                _last = key.ToArray();
            }
        });
        return records == recordsMax;
    }
}
