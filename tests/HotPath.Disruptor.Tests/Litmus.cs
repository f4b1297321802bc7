using System;
using System.Threading;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

/// <summary>
/// Two threads that meet before each of many cells, so that what they do there happens at the same moment. Source:
/// style.md 5.10.
/// </summary>
internal static class Litmus
{
    /// <summary>Cells of a batch.</summary>
    public const int Cells = 4096;

    /// <summary>Batches that a subject must stand.</summary>
    public const int SubjectBatches = 10;

    /// <summary>Batches within which a control must fail.</summary>
    public const int BatchesMax = 400;

    private const int Stride = 16; // two cache lines of longs

    /// <summary>Ignores the test where no two threads can run at once.</summary>
    public static void RequireTwoCores()
    {
        if (Environment.ProcessorCount < 2)
        {
            Assert.Ignore("two threads at once need two cores");
        }
    }

    /// <summary>Runs batches, each over cells of its own.</summary>
    /// <param name="name">Of what is tried, for the log.</param>
    /// <param name="batches">How many at most.</param>
    /// <param name="stopAtFirst">Whether one failure is enough.</param>
    /// <param name="runBatch">Runs one and tells how many of its cells failed.</param>
    /// <returns>Cells that failed.</returns>
    public static long CountFailed(string name, int batches, bool stopAtFirst, Func<long> runBatch)
    {
        long failed = 0;
        int batch = 0;
        for (; batch < batches && !(stopAtFirst && failed > 0); batch++)
        {
            failed += runBatch();
        }

        TestContext.Out.WriteLine($"{name}: {failed} of {batch * Cells} cells failed");
        return failed;
    }

    /// <summary>Runs one action on this thread and one on another, cell by cell at the same moment.</summary>
    /// <param name="here">Takes the number of the cell.</param>
    /// <param name="there">Takes the number of the cell.</param>
    public static void Together(Action<int> here, Action<int> there)
    {
        long[] arrived = new long[2 * Stride];
        var other = new Thread(() => Walk(arrived, mine: 1, there));
        other.Start();
        Walk(arrived, mine: 0, here);
        other.Join();
    }

    // Both wait for each other before each cell.
    private static void Walk(long[] arrived, int mine, Action<int> act)
    {
        for (int cell = 0; cell < Cells; cell++)
        {
            Volatile.Write(ref arrived[mine * Stride], cell + 1);
            while (Volatile.Read(ref arrived[(1 - mine) * Stride]) <= cell)
            {
            }

            act(cell);
        }
    }
}
