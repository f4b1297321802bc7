namespace HotPath.Runtime.Environments;

/// <summary>Freedom that must not show in any result: a simulation uses it to try what threads might do.</summary>
public interface IRandomness
{
    /// <summary>How many frames an agent takes in this duty cycle.</summary>
    /// <param name="framesMax">The configured batch. Unit: frames.</param>
    /// <returns>1 to <paramref name="framesMax"/>; a real environment gives the whole batch.</returns>
    int BatchFrames(int framesMax);
}
