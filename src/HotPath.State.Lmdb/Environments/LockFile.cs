using System.IO;

namespace HotPath.State.Lmdb.Environments;

/// <summary>
/// LMDB's table of readers, filled with real zeros before LMDB maps it: a hole in a mapped file that must be filled on
/// a full disk kills the process.
/// </summary>
/// <remarks>Source: facts.md 8.</remarks>
internal static class LockFile
{
    private const int PageBytes = 4096;
    private const int SlotBytes = 64;

    /// <summary>Makes the file unless it is there.</summary>
    /// <param name="folder">Directory of an environment.</param>
    /// <param name="readersMax">Slots for readers.</param>
    public static void Prepare(string folder, int readersMax)
    {
        string path = Path.Combine(folder, StateFolder.LockFile);
        if (File.Exists(path))
        {
            return;
        }

        // Two slots of its own, and the rest of a page, which LMDB turns into more slots.
        int lengthBytes = (((readersMax + 2) * SlotBytes) + PageBytes - 1) / PageBytes * PageBytes;
        DurableFolder.Try(path, () =>
        {
            string unfinished = path + ".new";
            File.WriteAllBytes(unfinished, new byte[lengthBytes]);
            File.Move(unfinished, path, overwrite: true);
        });
    }
}
