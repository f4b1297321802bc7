using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the code of a declared type.</summary>
internal static class TypeEmitter
{
    public static void Emit(SourceWriter writer, SchemaPlan plan, SbeType type, string name)
    {
        switch (type)
        {
            case EnumType named:
                EnumEmitter.Emit(writer, named, name);
                break;
            case SetType set:
                SetEmitter.Emit(writer, set, name);
                break;
            case CompositeType composite:
                CompositeEmitter.Emit(writer, plan, composite, name);
                break;
            default:
                break;
        }
    }
}
