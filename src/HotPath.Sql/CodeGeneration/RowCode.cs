using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Reflection;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;

namespace HotPath.Sql.CodeGeneration;

/// <summary>Code that reads and writes rows of a known layout at constant offsets.</summary>
internal static class RowCode
{
    private static readonly MethodInfo ReadMethod = typeof(Raw).GetMethod(nameof(Raw.Read))!;
    private static readonly MethodInfo WriteMethod = typeof(Raw).GetMethod(nameof(Raw.Write))!;
    private static readonly MethodInfo CopyMethod = typeof(Raw).GetMethod(nameof(Raw.Copy))!;
    private static readonly MethodInfo ClearMethod = typeof(Raw).GetMethod(nameof(Raw.Clear))!;
    private static readonly ConstructorInfo NewText = typeof(Utf8View).GetConstructor([typeof(nint), typeof(int)])!;
    private static readonly MethodInfo AddMethod = typeof(nint).GetMethod("op_Addition", [typeof(nint), typeof(int)])!;

    public static Expression Offset(Expression address, int offsetBytes) =>
        offsetBytes == 0 ? address : Expression.Call(AddMethod, address, Expression.Constant(offsetBytes));

    public static Expression Offset(Expression address, Expression offsetBytes) =>
        Expression.Call(AddMethod, address, offsetBytes);

    public static Expression Read(Type type, Expression address, int offsetBytes) =>
        Expression.Call(ReadMethod.MakeGenericMethod(type), Offset(address, offsetBytes));

    public static Expression Write(Expression address, int offsetBytes, Expression value) =>
        Expression.Call(WriteMethod.MakeGenericMethod(value.Type), Offset(address, offsetBytes), value);

    /// <summary>
    /// Reads a column. An absent column's slot is zero, so that the value can be read without a branch.
    /// </summary>
    public static Operand ReadColumn(RowSchema schema, int column, Expression row, CodeBlock block)
    {
        SqlType type = schema.Columns[column].Type;
        int slot = schema.SlotOffset(column);
        Expression value = type.IsVariableLength
            ? Expression.New(
                NewText,
                Offset(Offset(row, schema.TailOffset), Read(typeof(int), row, slot)),
                Read(typeof(int), row, slot + 4))
            : Read(type.ClrType, row, slot);
        Expression present = Expression.And(
            Read(typeof(byte), row, RowSchema.PresenceOffset(column)),
            Expression.Constant(RowSchema.PresenceMask(column)));
        return new Operand(
            block.Assign(value),
            block.Assign(Expression.Equal(Expression.Convert(present, typeof(int)), Expression.Constant(0))));
    }

    /// <summary>Length of the tail that a row of these values needs.</summary>
    public static ParameterExpression TailLength(RowSchema schema, IReadOnlyList<Operand> values, CodeBlock block)
    {
        Expression length = Expression.Constant(0);
        for (int i = 0; i < values.Count; i++)
        {
            if (schema.Columns[i].Type.IsVariableLength && !values[i].IsAlwaysNull)
            {
                length = Expression.Add(length, TextLength(values[i]));
            }
        }

        return block.Assign(length);
    }

    /// <summary>Writes a row without its message header: bitmap, slots and tail.</summary>
    /// <param name="schema">Layout.</param>
    /// <param name="values">One a column.</param>
    /// <param name="row">Address of the row (of its header).</param>
    /// <param name="tailLength">From <see cref="TailLength"/>; <see langword="null"/> to write none.</param>
    /// <param name="block">Receives the code.</param>
    public static void WriteBody(
        RowSchema schema,
        IReadOnlyList<Operand> values,
        ParameterExpression row,
        ParameterExpression? tailLength,
        CodeBlock block)
    {
        int endOffset = tailLength is null ? schema.TailLengthOffset : schema.TailOffset;
        block.Add(Expression.Call(
            ClearMethod,
            Offset(row, RowSchema.HeaderBytes),
            Expression.Constant(endOffset - RowSchema.HeaderBytes)));
        ParameterExpression tail = block.Assign(Expression.Constant(0));
        for (int word = 0; word < schema.BitmapBytes / 8; word++)
        {
            WriteWord(schema, values, word, row, tail, block);
        }

        if (tailLength is not null)
        {
            block.Add(Write(row, schema.TailLengthOffset, tailLength));
        }
    }

    /// <summary>Writes the message header of a row.</summary>
    public static void WriteHeader(RowSchema schema, ParameterExpression row, CodeBlock block)
    {
        ulong header = (ushort)schema.BlockLength
            | ((ulong)(ushort)schema.TemplateId << 16)
            | ((ulong)RowSchema.SchemaId << 32)
            | ((ulong)(ushort)schema.Version << 48);
        block.Add(Write(row, 0, Expression.Constant(header)));
    }

    private static void WriteWord(
        RowSchema schema,
        IReadOnlyList<Operand> values,
        int word,
        ParameterExpression row,
        ParameterExpression tail,
        CodeBlock block)
    {
        ParameterExpression presence = block.Assign(Expression.Constant(0UL));
        for (int i = word * 64; i < Math.Min(values.Count, (word + 1) * 64); i++)
        {
            if (values[i].IsAlwaysNull)
            {
                continue;
            }

            CodeBlock target = values[i].IsNeverNull ? block : block.Nest();
            target.Add(Expression.OrAssign(presence, Expression.Constant(1UL << (i & 63))));
            WriteValue(schema, i, values[i].Value, row, tail, target);
            if (!values[i].IsNeverNull)
            {
                block.Add(Expression.IfThen(Expression.Not(values[i].IsNull), target.Body));
            }
        }

        block.Add(Write(row, RowSchema.HeaderBytes + (8 * word), presence));
    }

    private static void WriteValue(
        RowSchema schema,
        int column,
        Expression value,
        ParameterExpression row,
        ParameterExpression tail,
        CodeBlock block)
    {
        int slot = schema.SlotOffset(column);
        if (!schema.Columns[column].Type.IsVariableLength)
        {
            block.Add(Write(row, slot, value));
            return;
        }

        ParameterExpression length = block.Assign(Expression.Property(value, nameof(Utf8View.LengthBytes)));
        block.Add(Write(row, slot, tail));
        block.Add(Write(row, slot + 4, length));
        block.Add(Expression.Call(
            CopyMethod,
            Expression.Property(value, nameof(Utf8View.Address)),
            Offset(Offset(row, schema.TailOffset), tail),
            length));
        block.Add(Expression.AddAssign(tail, length));
    }

    private static Expression TextLength(Operand text)
    {
        Expression length = Expression.Property(text.Value, nameof(Utf8View.LengthBytes));
        return text.IsNeverNull ? length : Expression.Condition(text.IsNull, Expression.Constant(0), length);
    }
}
