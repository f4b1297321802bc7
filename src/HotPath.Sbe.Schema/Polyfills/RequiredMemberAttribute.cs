namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for <c>required</c>; newer frameworks bring their own.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property)]
internal sealed class RequiredMemberAttribute : Attribute;
