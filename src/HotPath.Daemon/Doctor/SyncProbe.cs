using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.Journal.Storage;

namespace HotPath.Daemon.Doctor;

/// <summary>Measures syncs as the journal makes them: over zeros that were written before.</summary>
internal static class SyncProbe
{
    private const int Syncs = 200;
    private const int BlockBytes = 4096;

    /// <summary>Measures.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <returns>How long each took, writing included; none where nothing can be written. Unit: ns.</returns>
    public static IReadOnlyList<long> Measure(string folder)
    {
        string path = Path.Combine(folder, $"hotpath-doctor-{Path.GetRandomFileName()}");
        try
        {
            using IDurableFile file = default(DiskDurableStorage).CreateFile(path);
            file.Write(new byte[Syncs * BlockBytes], 0);
            file.Sync();
            byte[] block = new byte[BlockBytes];
            Array.Fill(block, (byte)1);
            var all = new List<long>(Syncs);
            for (int i = 0; i < Syncs; i++)
            {
                long start = Stopwatch.GetTimestamp();
                file.Write(block, (long)i * BlockBytes);
                file.Sync();
                all.Add((long)Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            }

            return all;
        }
        catch (HotPathException)
        {
            return [];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
