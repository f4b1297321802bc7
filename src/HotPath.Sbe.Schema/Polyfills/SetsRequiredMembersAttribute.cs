namespace System.Diagnostics.CodeAnalysis;

/// <summary>What the compiler needs for <c>required</c> in records; newer frameworks bring their own.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
internal sealed class SetsRequiredMembersAttribute : Attribute;
