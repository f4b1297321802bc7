namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for <c>required</c>; newer frameworks bring their own.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
internal sealed class CompilerFeatureRequiredAttribute : Attribute
{
    /// <summary>Creates the attribute.</summary>
    /// <param name="featureName">Feature that a compiler must know.</param>
    public CompilerFeatureRequiredAttribute(string featureName) => FeatureName = featureName;

    /// <summary>Feature that a compiler must know.</summary>
    public string FeatureName { get; }
}
