using System.Linq.Expressions;

namespace HotPath.Sql.CodeGeneration;

/// <summary>The group of a row.</summary>
/// <param name="Value">Address of its value.</param>
/// <param name="Updates">What users' aggregates will hold, in order of their calls.</param>
internal sealed record LocatedGroup(ParameterExpression Value, CustomUpdate[] Updates);
