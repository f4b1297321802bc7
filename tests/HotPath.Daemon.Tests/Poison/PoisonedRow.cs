using System;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotPath.Operators.Functions;
using HotPath.Operators.Shards;

namespace HotPath.Daemon.Tests.Poison;

/// <summary>A row, or a window's result, whose evaluation ends the process, and how.</summary>
/// <param name="Position">Position of its frame; of a result, of the frame that fires it, plus its number. Unit: bytes.</param>
/// <param name="Death">One of the deaths of <see cref="Die"/>.</param>
/// <param name="Place">What evaluation it is.</param>
internal readonly record struct PoisonedRow(long Position, string Death, ShardFault Place = ShardFault.Evaluation) : IShardFaults
{
    public const string Variable = "HOTPATH_TEST_POISON";

    /// <summary>No death: the row is counted as delivered and then lost.</summary>
    public const string Lost = "lost";

    /// <summary>The row that the environment names as <c>POSITION:DEATH[:result]</c>, or none.</summary>
    public static PoisonedRow OfEnvironment()
    {
        string[] parts = (Environment.GetEnvironmentVariable(Variable) ?? "-1:").Split(':');
        return new PoisonedRow(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            parts[1],
            parts.Length > 2 ? ShardFault.Result : ShardFault.Evaluation);
    }

    public bool Strikes(ShardFault fault, long position)
    {
        if (fault == Place && position == Position && Death != Lost)
        {
            Die();
        }

        return fault == ShardFault.DropDelivered && position == Position && Death == Lost;
    }

    private void Die()
    {
        switch (Death)
        {
            case "overflow":
                _ = Overflow(1);
                break;
            case "failfast":
                Environment.FailFast("poisoned");
                break;
            case "segv":
                Marshal.WriteInt32(unchecked((nint)0x7fff_dead_0000), 1);
                break;
            case "exit":
                Environment.Exit(0);
                break;
            case "throw":
                throw new InvalidOperationException("poisoned");
            case "memory":
#pragma warning disable CA2201 // what the runtime would throw
                FunctionCalls.CheckFate(new OutOfMemoryException("poisoned"), "vast");
#pragma warning restore CA2201
                break;
            case "kill":
                using (Process self = Process.GetCurrentProcess())
                {
                    self.Kill();
                }

                break;
            default:
                throw new ArgumentException(Death);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Overflow(long depth) => depth < 0 ? depth : Overflow(depth + 1) + depth;
}
