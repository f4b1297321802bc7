using System.Text;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>Flink's print form: <c>+I[a, b]</c>, after an identifier if there is one.</summary>
internal sealed class PrintRowFormat : IRowFormat
{
    private readonly byte[] _prefix;

    public PrintRowFormat(string? identifier) =>
        _prefix = string.IsNullOrEmpty(identifier) ? [] : Encoding.UTF8.GetBytes(identifier + "> ");

    public void WriteHeader(ByteBuilder target)
    {
    }

    public void WriteRow(in OutputIdentity identity, RowView row, ByteBuilder target)
    {
        target.Append(_prefix);
        ValueText.Kind(identity.Kind, target);
        target.Append((byte)'[');
        for (int i = 0; i < row.Schema.Columns.Count; i++)
        {
            target.Append(i == 0 ? [] : ", "u8);
            if (row.IsNull(i))
            {
                target.Append("null"u8);
            }
            else
            {
                ValueText.Printed(row, i, target);
            }
        }

        target.Append("]\n"u8);
    }
}
