using System;
using System.Reflection;
using System.Reflection.Emit;
using HotPath.Dataflow.Rows;

namespace HotPath.Benchmarks.Codegen;

/// <summary>The kernel as IL written by hand, with direct loads and stores: as a DynamicMethod and as a method of a
/// run-time assembly.</summary>
public static class EmittedKernel
{
    private static readonly Type[] Parameters = [typeof(nint), typeof(int), typeof(nint), typeof(long)];

    /// <summary>Compiles the kernel as a DynamicMethod.</summary>
    /// <returns>The kernel.</returns>
    public static QueryKernel CompileDynamicMethod()
    {
        var method = new DynamicMethod("kernel", typeof(void), Parameters, typeof(EmittedKernel).Module, skipVisibility: true);
        Emit(method.GetILGenerator());
        return method.CreateDelegate<QueryKernel>();
    }

    /// <summary>Compiles the kernel as a static method of a run-time assembly.</summary>
    /// <returns>The kernel.</returns>
    public static QueryKernel CompileAssembly()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("HotPath.Generated"), AssemblyBuilderAccess.Run);
        TypeBuilder type = assembly.DefineDynamicModule("main").DefineType(
            "Kernel", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        MethodBuilder method = type.DefineMethod(
            "Run", MethodAttributes.Public | MethodAttributes.Static, typeof(void), Parameters);
        Emit(method.GetILGenerator());
        return type.CreateType().GetMethod("Run")!.CreateDelegate<QueryKernel>();
    }

    private static void Emit(ILGenerator il)
    {
        LocalBuilder presence = il.DeclareLocal(typeof(int));
        LocalBuilder cell = il.DeclareLocal(typeof(nint));
        Label next = il.DefineLabel();
        Label test = il.DefineLabel();
        Label top = il.DefineLabel();
        RowSchema schema = KernelRows.Schema;
        il.Emit(OpCodes.Br, test);

        il.MarkLabel(top);
        At(il, OpCodes.Ldarg_0, RowSchema.PresenceOffset(0));
        il.Emit(OpCodes.Ldind_U1);
        il.Emit(OpCodes.Stloc, presence);
        SkipUnless(il, presence, 2, next);
        At(il, OpCodes.Ldarg_0, schema.SlotOffset(1));
        il.Emit(OpCodes.Ldind_I4);
        il.Emit(OpCodes.Ldc_I4_2);
        il.Emit(OpCodes.Bgt, next);

        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_3);
        At(il, OpCodes.Ldarg_0, schema.SlotOffset(0));
        il.Emit(OpCodes.Ldind_I8);
        il.Emit(OpCodes.Call, typeof(CellTable).GetMethod(nameof(CellTable.Find))!);
        il.Emit(OpCodes.Stloc, cell);
        AddTo(il, cell, CellTable.CountOffset, () => il.Emit(OpCodes.Ldc_I8, 1L));
        SkipUnless(il, presence, 4, next);
        AddTo(il, cell, CellTable.SumOffset, () =>
        {
            At(il, OpCodes.Ldarg_0, schema.SlotOffset(2));
            il.Emit(OpCodes.Ldind_I8);
        });

        il.MarkLabel(next);
        At(il, OpCodes.Ldarg_0, KernelRows.StrideBytes);
        il.Emit(OpCodes.Starg_S, (byte)0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Starg_S, (byte)1);
        il.MarkLabel(test);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Bgt, top);
        il.Emit(OpCodes.Ret);
    }

    private static void At(ILGenerator il, OpCode load, int offset)
    {
        il.Emit(load);
        il.Emit(OpCodes.Ldc_I4, offset);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
    }

    private static void SkipUnless(ILGenerator il, LocalBuilder presence, int bit, Label next)
    {
        il.Emit(OpCodes.Ldloc, presence);
        il.Emit(OpCodes.Ldc_I4, bit);
        il.Emit(OpCodes.And);
        il.Emit(OpCodes.Brfalse, next);
    }

    private static void AddTo(ILGenerator il, LocalBuilder cell, int offset, Action value)
    {
        il.Emit(OpCodes.Ldloc, cell);
        il.Emit(OpCodes.Ldc_I4, offset);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Ldind_I8);
        value();
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stind_I8);
    }
}
