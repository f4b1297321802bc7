using System;

namespace HotPath.Functions;

/// <summary>
/// Marks a public static class as an aggregate: <c>CREATE FUNCTION name AS '...'</c> finds it by the name.
/// </summary>
/// <remarks>
/// The class has these public static methods over an accumulator <c>T</c>, a struct without references, pointers and
/// gaps between its fields; one of zeros is an aggregate that has seen nothing:
/// <code>
/// void Accumulate(ref T accumulator, ...)     a row; parameters are those of scalar functions
/// void Merge(ref T accumulator, in T other)   what another has seen, as if it had come here
/// R    Result(in T accumulator)               R is a result of scalar functions; may also take a TextBuffer
/// void Retract(ref T accumulator, ...)        optional: undoes Accumulate, for rows that change
/// </code>
/// A row is passed over where an argument is NULL whose parameter cannot be. What throws leaves the accumulator as it
/// was. The order of rows and merges must not decide the result.
/// </remarks>
/// <param name="name">Name in SQL, in any case: letters, digits and <c>_</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AggregateFunctionAttribute(string name) : Attribute
{
    /// <summary>Name in SQL, in any case.</summary>
    public string Name { get; } = name;
}
