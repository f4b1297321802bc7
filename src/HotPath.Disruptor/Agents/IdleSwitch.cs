using System.Threading;
using HotPath.Foundation.Errors;

namespace HotPath.Disruptor.Agents;

/// <summary>Which idle strategy some threads use; may be changed while they run.</summary>
/// <remarks>Threading: any thread.</remarks>
public sealed class IdleSwitch
{
    private int _mode;

    /// <summary>A switch.</summary>
    /// <param name="mode">At first.</param>
    public IdleSwitch(IdleMode mode = IdleMode.Backoff) => _mode = (int)mode;

    /// <summary>What is in use. Ordering: acquire.</summary>
    public IdleMode Mode => (IdleMode)Volatile.Read(ref _mode);

    /// <summary>Changes it; a thread follows after its next duty cycle. Ordering: release.</summary>
    /// <param name="mode">From now on.</param>
    public void Set(IdleMode mode) => Volatile.Write(ref _mode, (int)mode);

    /// <summary>Checks that threads which never leave their core leave one for each other. Those that yield do, however
    /// many they are.</summary>
    /// <param name="mode">What they are to do.</param>
    /// <param name="threads">How many there are.</param>
    /// <param name="cores">Cores they may run on.</param>
    /// <exception cref="HotPathException">HP1001: more spinning threads than cores.</exception>
    public static void Check(IdleMode mode, int threads, int cores)
    {
        if (mode == IdleMode.Spin && threads > cores)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"idle strategy spin: {threads} threads would spin on {cores} usable cores and wait for each other; "
                + "use adaptive, or a thread plan with fewer threads");
        }
    }
}
