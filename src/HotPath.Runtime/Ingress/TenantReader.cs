using System;
using System.Buffers.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;

namespace HotPath.Runtime.Ingress;

/// <summary>
/// Turns the tenant column of a row into a tenant id. A NULL tenant, like an undeclared one, is tenant 0.
/// </summary>
/// <remarks>
/// Threading: single-threaded; owned by ingress. Numbers are tenants by their decimal text, so tables may differ in
/// type.
/// </remarks>
public sealed class TenantReader
{
    private readonly NameDirectory _directory;
    private readonly int _column;
    private readonly SqlTypeKind _kind;
    private readonly byte[] _text = new byte[32];

    /// <summary>A reader for the rows of one table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="directory">Ids of the node.</param>
    /// <exception cref="HotPathException">HP1001: the tenant column is neither text nor an integer.</exception>
    public TenantReader(TableDefinition table, NameDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(table);
        _directory = directory;
        _column = table.TenantColumn;
        if (_column < 0)
        {
            return;
        }

        Column column = table.Schema.Columns[_column];
        _kind = column.Type.Kind;
        if (!column.Type.IsText && !column.Type.IsInteger)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"{table.Place}: tenant column '{column.Name}' of table '{table.Name}' is {column.Type}; it must be "
                + "text or an integer");
        }
    }

    /// <summary>The tenant of a row.</summary>
    /// <param name="row">The row.</param>
    /// <returns>Its id, a new one at its first row.</returns>
    public int Read(RowView row)
    {
        if (_column < 0 || row.IsNull(_column))
        {
            return 0;
        }

        return _kind switch
        {
            SqlTypeKind.TinyInt => ReadNumber(row.Get<sbyte>(_column)),
            SqlTypeKind.SmallInt => ReadNumber(row.Get<short>(_column)),
            SqlTypeKind.Int => ReadNumber(row.Get<int>(_column)),
            SqlTypeKind.BigInt => ReadNumber(row.Get<long>(_column)),
            _ => _directory.FindOrAdd(row.GetUtf8(_column).Span),
        };
    }

    private int ReadNumber(long value)
    {
        _ = Utf8Formatter.TryFormat(value, _text, out int length);
        return _directory.FindOrAdd(_text.AsSpan(0, length));
    }
}
