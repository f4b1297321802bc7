using System;
using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Functions;

/// <summary>What a user's function gives.</summary>
/// <param name="Type">SQL type.</param>
/// <param name="IsNullable">Whether it can be NULL.</param>
/// <param name="ClrType">As the method declares it.</param>
/// <param name="TakesBuffer">Whether the last parameter of the method is a buffer for text.</param>
public sealed record FunctionResult(SqlType Type, bool IsNullable, Type ClrType, bool TakesBuffer);
