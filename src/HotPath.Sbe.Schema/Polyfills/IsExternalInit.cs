using System.ComponentModel;

namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for <c>init</c> and records; newer frameworks bring their own.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
internal static class IsExternalInit;
