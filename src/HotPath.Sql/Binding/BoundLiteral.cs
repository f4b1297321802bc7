using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>A constant. Value: the CLR form of the type, UTF-8 bytes for text, null for NULL.</summary>
internal sealed class BoundLiteral(object? value, SqlType type) : BoundExpression(type)
{
    public object? Value { get; } = value;

    public bool IsNull => Value is null;

    public override bool IsSameAs(BoundExpression other) =>
        other is BoundLiteral literal
        && literal.Type == Type
        && (Value is byte[] bytes
            ? literal.Value is byte[] others && System.MemoryExtensions.SequenceEqual<byte>(bytes, others)
            : Equals(literal.Value, Value));
}
