namespace HotPath.Sbe.CSharp;

/// <summary>One file of generated code.</summary>
/// <param name="Name">File name, for example <c>Hotpath.Commerce.PageView.g.cs</c>; unique also where case does not
/// count.</param>
/// <param name="Text">C#, with line feeds.</param>
public sealed record GeneratedFile(string Name, string Text);
