namespace System.Diagnostics.CodeAnalysis;

/// <summary>Tells the compiler's null analysis what a result means; newer frameworks bring their own.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class NotNullWhenAttribute : Attribute
{
    /// <summary>Creates the attribute.</summary>
    /// <param name="returnValue">Result with which the parameter is not null.</param>
    public NotNullWhenAttribute(bool returnValue) => ReturnValue = returnValue;

    /// <summary>Result with which the parameter is not null.</summary>
    public bool ReturnValue { get; }
}
