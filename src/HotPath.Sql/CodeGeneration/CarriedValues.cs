using System.Collections.Generic;
using System.Linq.Expressions;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>
/// Values that the first half of a kernel computes and the second uses: they lie in the slot of their row. Plain
/// columns are not carried; the second half reads them out of the row.
/// </summary>
/// <param name="slot">Address of the slot.</param>
/// <param name="offset">Where the first value lies. Unit: bytes.</param>
internal sealed class CarriedValues(ParameterExpression slot, int offset)
{
    private const int NullOffset = 16; // behind the longest value
    private const int Bytes = 24;

    private readonly Dictionary<BoundExpression, (Operand Operand, int Offset)> _values =
        new(ReferenceEqualityComparer.Instance);

    /// <summary>End of all of them, a multiple of 8. Unit: bytes.</summary>
    public int EndOffset { get; private set; } = offset;

    /// <summary>First half: evaluates what is not a plain column, and puts it down.</summary>
    public void Store(BoundExpression? expression, ExpressionCompiler compiler, CodeBlock block)
    {
        if (expression is null or BoundColumn || _values.ContainsKey(expression))
        {
            return;
        }

        Operand operand = compiler.Compile(expression, block);
        _values[expression] = (operand, EndOffset);
        block.Add(RowCode.Write(slot, EndOffset, operand.Value));
        block.Add(RowCode.Write(slot, EndOffset + NullOffset, operand.IsNull));
        EndOffset += Bytes;
    }

    /// <summary>Second half: a value that was put down, or a column.</summary>
    /// <returns>Default for <see langword="null"/>.</returns>
    public Operand Load(BoundExpression? expression, ExpressionCompiler compiler, CodeBlock block)
    {
        if (expression is null)
        {
            return default;
        }

        if (!_values.TryGetValue(expression, out (Operand Operand, int Offset) carried))
        {
            return compiler.Compile(expression, block);
        }

        ParameterExpression value = block.Assign(
            RowCode.Read(carried.Operand.Value.Type, slot, carried.Offset));
        return carried.Operand.IsNeverNull
            ? Operand.NotNull(value)
            : new Operand(value, block.Assign(RowCode.Read(typeof(bool), slot, carried.Offset + NullOffset)));
    }
}
