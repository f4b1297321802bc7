using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>CREATE [TEMPORARY] TABLE [IF NOT EXISTS] name (columns, watermark, constraints) WITH (options).</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Name">Table name.</param>
/// <param name="Columns">Columns in order.</param>
/// <param name="Watermark">WATERMARK FOR, if any.</param>
/// <param name="PrimaryKey">Columns of PRIMARY KEY (...) NOT ENFORCED; empty when there is none.</param>
/// <param name="Options">WITH options in order, with the place of each key.</param>
/// <param name="IfNotExists">Whether IF NOT EXISTS was written.</param>
public sealed record CreateTableStatement(
    SourcePlace Place,
    string Name,
    IReadOnlyList<ColumnDeclaration> Columns,
    WatermarkDeclaration? Watermark,
    IReadOnlyList<string> PrimaryKey,
    IReadOnlyList<TableOption> Options,
    bool IfNotExists) : SqlStatement(Place);
