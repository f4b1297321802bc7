using System;

namespace HotPath.Functions;

/// <summary>
/// Marks a public static method as a scalar function: <c>CREATE FUNCTION name AS '...'</c> finds it by the name.
/// </summary>
/// <remarks>
/// Parameters and result are <c>bool</c>, <c>sbyte</c>, <c>short</c>, <c>int</c>, <c>long</c>, <c>float</c>,
/// <c>double</c>, <c>decimal</c>, each also with <c>?</c>, or text: <c>ReadOnlySpan&lt;byte&gt;</c> of UTF-8, and
/// <see cref="NullableUtf8"/> where it may be NULL. The method is not called where an argument is NULL whose parameter
/// cannot be: the result is NULL then. Several methods may share a name if their parameters differ. The last parameter
/// may be a <see cref="TextBuffer"/>. A result of type <c>decimal</c> needs a <see cref="DecimalTypeAttribute"/>.
/// The same arguments must give the same result, always and on every machine: the log is replayed.
/// </remarks>
/// <param name="name">Name in SQL, in any case: letters, digits and <c>_</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScalarFunctionAttribute(string name) : Attribute
{
    /// <summary>Name in SQL, in any case.</summary>
    public string Name { get; } = name;
}
