using System;
using System.Reflection;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Functions;

/// <summary>
/// What an accumulator is made of. State is kept, hashed and compared byte by byte, so every byte must be a field's:
/// gaps hold whatever the processor left there, and references and pointers mean nothing after a restart.
/// </summary>
internal static class AccumulatorShape
{
    private const int BytesMax = 4096;

    /// <summary>Looks at a type.</summary>
    /// <param name="type">The accumulator.</param>
    /// <param name="lengthBytes">Its length. Unit: bytes.</param>
    /// <returns>What is wrong and what to do; <see langword="null"/> for a good one.</returns>
    public static string? ProblemOf(Type type, out int lengthBytes)
    {
        lengthBytes = 0;
        bool isOther = type.IsPrimitive || type.IsEnum || type.IsByRefLike || type.ContainsGenericParameters;
        if (!type.IsValueType || type.IsExplicitLayout || isOther || FieldsOf(type).Length == 0)
        {
            return "must be a struct of its own, without explicit layout; declare one with a field for each thing to "
                + "remember";
        }

        if (UnfitField(type) is { } field)
        {
            return $"holds {field}, which means nothing after a restart; keep numbers in it, text only as a fixed "
                + "number of bytes";
        }

        lengthBytes = SizeOf(type);
        int gaps = lengthBytes - FieldBytes(type);
        if (gaps != 0)
        {
            return $"has {gaps} bytes between or behind its fields that belong to none; put large fields first and "
                + "fill up with one, or give it [StructLayout(LayoutKind.Sequential, Pack = 1)]";
        }

        return lengthBytes > BytesMax
            ? $"has {lengthBytes} bytes, and {BytesMax} is the most; keep less a group"
            : null;
    }

    private static int SizeOf(Type type) =>
        (int)typeof(Raw).GetMethod(nameof(Raw.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static FieldInfo[] FieldsOf(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    private static string? UnfitField(Type type)
    {
        foreach (FieldInfo field in FieldsOf(type))
        {
            Type of = field.FieldType;
            bool isPlace = of.IsPointer || of.IsFunctionPointer || of == typeof(nint) || of == typeof(nuint);
            if (!of.IsValueType || isPlace || (of.IsExplicitLayout && !IsLeaf(of)))
            {
                return $"field '{field.Name}' of type {of.Name}";
            }

            if (!IsLeaf(of) && UnfitField(of) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }

    // Bytes that some field covers.
    private static int FieldBytes(Type type)
    {
        int bytes = 0;
        foreach (FieldInfo field in FieldsOf(type))
        {
            bytes += field.GetCustomAttribute<FixedBufferAttribute>() is { } buffer
                ? buffer.Length * SizeOf(buffer.ElementType)
                : IsLeaf(field.FieldType) ? SizeOf(field.FieldType) : FieldBytes(field.FieldType);
        }

        return type.GetCustomAttribute<InlineArrayAttribute>() is { } array ? bytes * array.Length : bytes;
    }

    private static bool IsLeaf(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(decimal)
        || type == typeof(Int128) || type == typeof(UInt128) || type == typeof(Guid);
}
