using System;

namespace HotPath.Journal.Tests;

/// <summary>Ends the life of a program under test at a call to the storage.</summary>
public sealed class PowerCutException : Exception
{
}
