using System;
using HotPath.Dataflow.Checkpoints;

namespace HotPath.State.Lmdb.Tests;

/// <summary>The example of docs/state.md, line by line.</summary>
internal static class DocumentedReader
{
    public static void Run(string dataDirectory)
    {
        using LmdbStateReader reader = LmdbStateReader.Open(dataDirectory);
        Console.WriteLine($"as of position {reader.Position}");
        byte[] tenant = new byte[StateKey.PrefixBytes];
        StateKey.WritePrefix(tenant, operatorId: 1, tenant: 2, kind: 1);
        reader.ReadAll(tenant, (key, value) => Console.WriteLine($"{Convert.ToHexString(key)} {value.Length} bytes"));
        reader.Refresh(); // goes on to the newest position
    }
}
