using System.Linq.Expressions;

namespace HotPath.Sql.CodeGeneration;

/// <summary>A row's update of a user's aggregate that has been tried on a copy.</summary>
/// <param name="Accumulator">The copy.</param>
/// <param name="IsCalled">Whether the row counts: neither NULL nor FILTER keeps it out.</param>
internal readonly record struct CustomUpdate(ParameterExpression Accumulator, ParameterExpression IsCalled);
