using System;

namespace HotPath.Functions;

/// <summary>
/// Says that the bytes of a <c>ReadOnlySpan&lt;byte&gt;</c> are BYTES and no text: before a parameter, or as
/// <c>[return: Binary]</c>. <see cref="NullableBytes"/> needs none.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
public sealed class BinaryAttribute : Attribute;
