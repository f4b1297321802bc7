using System.Collections.Generic;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Ports;
namespace HotPath.Operators.Scalars;
#pragma warning disable
public static class ScalarCatalog {
    public static long TsMinus(long a, long b) => a - b;
    public static int Div(int a, int b, ScalarContext c) { if (b == 0) { c.Fail(RejectReason.DivisionByZero); return 0; } return a / b; }
    public static bool Gt(int a, int b) => a > b;
    public static ScalarCall? ResolveFunction(string name, IReadOnlyList<SqlType> arguments, ScalarOptions options, out string problem) { problem = "no"; return null; }
    public static ScalarCall? ResolveBinary(string op, SqlType left, SqlType right, ScalarOptions options, out string problem) { problem = "no"; 
      if (op == "-" && left.IsTimestamp) return new(typeof(ScalarCatalog).GetMethod("TsMinus"), [left, right], [], left, false);
      if (op == "/" && left.Kind == SqlTypeKind.Int) return new(typeof(ScalarCatalog).GetMethod("Div"), [left, right], [], left, true);
      if (op == ">" && left.Kind == SqlTypeKind.Int) return new(typeof(ScalarCatalog).GetMethod("Gt"), [left, right], [], SqlType.Boolean, false);
      return null; }
    public static ScalarCall? ResolveUnary(string op, SqlType operand, out string problem) { problem = "no"; return null; }
    public static ScalarCall? ResolveCast(SqlType from, SqlType to, bool isTry, ScalarOptions options, out string problem) { problem = "no"; return null; }
    public static SqlType? CommonType(SqlType a, SqlType b) => null;
    public static bool IsIdentityCast(SqlType a, SqlType b) => false;
}
