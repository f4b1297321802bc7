using System;
using System.Collections.Generic;
using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Scalars;

/// <summary>One list of parameters of a function, with the method that implements it.</summary>
internal sealed record Overload(Type Holder, string Method, SqlType Result, IReadOnlyList<SqlType> Parameters);
