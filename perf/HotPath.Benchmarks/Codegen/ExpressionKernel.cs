using System.Linq.Expressions;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using static System.Linq.Expressions.Expression;

namespace HotPath.Benchmarks.Codegen;

/// <summary>The kernel as an expression tree, compiled to a delegate. Memory is read through the generic methods of
/// Raw.</summary>
public static class ExpressionKernel
{
    /// <summary>Compiles the kernel.</summary>
    /// <returns>The kernel.</returns>
    public static QueryKernel Compile()
    {
        ParameterExpression rows = Parameter(typeof(nint), "rows");
        ParameterExpression rowCount = Parameter(typeof(int), "rowCount");
        ParameterExpression cells = Parameter(typeof(nint), "cells");
        ParameterExpression mask = Parameter(typeof(long), "mask");
        ParameterExpression row = Variable(typeof(nint), "row");
        ParameterExpression left = Variable(typeof(int), "left");
        ParameterExpression presence = Variable(typeof(int), "presence");
        ParameterExpression cell = Variable(typeof(nint), "cell");
        LabelTarget done = Label();
        RowSchema schema = KernelRows.Schema;

        Expression aggregate = Block(
            Assign(cell, Call(typeof(CellTable), nameof(CellTable.Find), null, cells, mask, Read<long>(row, schema.SlotOffset(0)))),
            AddTo(cell, CellTable.CountOffset, Constant(1L)),
            IfThen(Has(presence, 4), AddTo(cell, CellTable.SumOffset, Read<long>(row, schema.SlotOffset(2)))));
        Expression body = Block(
            Assign(presence, Convert(Read<byte>(row, RowSchema.PresenceOffset(0)), typeof(int))),
            IfThen(
                AndAlso(Has(presence, 2), LessThanOrEqual(Read<int>(row, schema.SlotOffset(1)), Constant(2))),
                aggregate),
            Assign(row, At(row, KernelRows.StrideBytes)),
            Assign(left, Subtract(left, Constant(1))));
        Expression loop = Block(
            [row, left, presence, cell],
            Assign(row, rows),
            Assign(left, rowCount),
            Loop(IfThenElse(GreaterThan(left, Constant(0)), body, Break(done)), done));
        return Lambda<QueryKernel>(loop, rows, rowCount, cells, mask).Compile();
    }

    private static BinaryExpression Has(Expression presence, int bit) =>
        NotEqual(And(presence, Constant(bit)), Constant(0));

    // An expression tree has no arithmetic on nint: it goes through long, which costs nothing in machine code.
    private static UnaryExpression At(Expression address, int offset) =>
        Convert(Add(Convert(address, typeof(long)), Constant((long)offset)), typeof(nint));

    private static MethodCallExpression Read<T>(Expression address, int offset)
        where T : unmanaged => Call(typeof(Raw), nameof(Raw.Read), [typeof(T)], At(address, offset));

    private static MethodCallExpression AddTo(Expression cell, int offset, Expression value) =>
        Call(typeof(Raw), nameof(Raw.Write), [typeof(long)], At(cell, offset), Add(Read<long>(cell, offset), value));
}
