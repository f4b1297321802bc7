using System;

namespace HotPath.Operators.Functions;

/// <summary>An argument has no value of the type that a method takes: the method is not called.</summary>
/// <param name="message">Which argument.</param>
#pragma warning disable CA1064 // caught around the call
internal sealed class UnfitArgumentException(string message) : Exception(message);
#pragma warning restore CA1064
