using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Reflection;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;

namespace HotPath.Sql.CodeGeneration;

/// <summary>
/// Text constants of compiled code, pinned for as long as the plan lives; and how constants of each type are written.
/// </summary>
internal sealed class ConstantPool
{
    private static readonly ConstructorInfo NewDecimal = typeof(Int128).GetConstructor([typeof(ulong), typeof(ulong)])!;
    private static readonly ConstructorInfo NewText = typeof(Utf8View).GetConstructor([typeof(nint), typeof(int)])!;

    private readonly List<byte[]> _pinned = [];

    public Expression Constant(object value) => value switch
    {
        byte[] text => Text(text),
        Int128 number => Expression.New(
            NewDecimal,
            Expression.Constant((ulong)((UInt128)number >> 64)),
            Expression.Constant((ulong)(UInt128)number)),
        _ => Expression.Constant(value),
    };

    private NewExpression Text(byte[] text)
    {
        byte[] pinned = GC.AllocateArray<byte>(Math.Max(1, text.Length), pinned: true);
        text.CopyTo(pinned, 0);
        _pinned.Add(pinned);
        Expression address = Expression.Convert(Expression.Constant((long)Raw.AddressOf(pinned)), typeof(nint));
        return Expression.New(NewText, address, Expression.Constant(text.Length));
    }
}
