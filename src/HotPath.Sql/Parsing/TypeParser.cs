using System.Globalization;
using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Parsing;

/// <summary>Data types as they stand in DDL and CAST.</summary>
/// <remarks>Source: specs/flink-semantics.md 2.1 and 2.10; defaults of omitted parameters as in Flink.</remarks>
internal static class TypeParser
{
    private const int DecimalDigitsMax = 38;
    private const int SecondDigitsMax = 3;

    private static readonly string[] Names =
    [
        "BOOLEAN", "TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "DEC", "NUMERIC",
        "CHAR", "VARCHAR", "STRING", "BINARY", "VARBINARY", "BYTES", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ",
    ];

    /// <summary>Reads a type. One outside the dialect is refused and read as STRING.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <returns>The type.</returns>
    public static SqlType Read(TokenStream tokens)
    {
        Token start = tokens.Current;
        SqlType type = ReadName(tokens, start);
        while (tokens.Current.Keyword is "ARRAY" or "MULTISET" && !tokens.IsFailed)
        {
            tokens.Refuse(start, $"{tokens.Take().Keyword} types");
        }

        return type;
    }

    private static SqlType ReadName(TokenStream tokens, Token start)
    {
        switch (start.Keyword)
        {
            case "BOOLEAN": return Simple(tokens, SqlType.Boolean);
            case "TINYINT": return Simple(tokens, SqlType.TinyInt);
            case "SMALLINT": return Simple(tokens, SqlType.SmallInt);
            case "INT" or "INTEGER": return Simple(tokens, SqlType.Int);
            case "BIGINT": return Simple(tokens, SqlType.BigInt);
            case "FLOAT": return Simple(tokens, SqlType.Float);
            case "STRING": return Simple(tokens, SqlType.String);
            case "BYTES": return Simple(tokens, SqlType.Bytes);
            case "DATE": return Simple(tokens, SqlType.Date);
            case "DOUBLE":
                tokens.Take();
                tokens.Accept("PRECISION");
                return SqlType.Double;
            case "DECIMAL" or "DEC" or "NUMERIC": return ReadDecimal(tokens);
            case "CHAR": return new SqlType(SqlTypeKind.Char, ReadLength(tokens));
            case "VARCHAR": return new SqlType(SqlTypeKind.VarChar, ReadLength(tokens));
            case "BINARY" or "VARBINARY": return new SqlType(SqlTypeKind.VarBinary, ReadLength(tokens));
            case "TIME": return ReadTime(tokens);
            case "TIMESTAMP": return ReadTimestamp(tokens, SqlTypeKind.Timestamp);
            case "TIMESTAMP_LTZ": return ReadTimestamp(tokens, SqlTypeKind.TimestampLtz);
            default: return ReadOther(tokens, start);
        }
    }

    private static SqlType Simple(TokenStream tokens, SqlType type)
    {
        tokens.Take();
        return type;
    }

    private static SqlType ReadDecimal(TokenStream tokens)
    {
        Token start = tokens.Take();
        int precision = 10;
        int scale = 0;
        if (tokens.AcceptSymbol("("))
        {
            precision = ReadNumber(tokens);
            scale = tokens.AcceptSymbol(",") ? ReadNumber(tokens) : 0;
            tokens.ExpectSymbol(")");
        }

        if (precision is < 1 or > DecimalDigitsMax || scale > precision)
        {
            tokens.Error(start, $"{start.Keyword}({precision}, {scale}) does not exist; the precision is 1 to "
                + $"{DecimalDigitsMax}, the scale 0 to the precision");
        }

        return SqlType.Decimal(precision, scale);
    }

    private static int ReadLength(TokenStream tokens)
    {
        Token start = tokens.Take();
        int length = 1;
        if (tokens.AcceptSymbol("("))
        {
            length = ReadNumber(tokens);
            tokens.ExpectSymbol(")");
        }

        if (length < 1)
        {
            tokens.Error(start, $"{start.Keyword}(0) does not exist; the length is at least 1");
        }

        return length;
    }

    private static SqlType ReadTime(TokenStream tokens)
    {
        Token start = tokens.Take();
        int precision = ReadPrecision(tokens, 0);
        SkipZone(tokens, start);
        RefuseFine(tokens, start, "TIME", precision);
        return new SqlType(SqlTypeKind.Time, precision);
    }

    private static SqlType ReadTimestamp(TokenStream tokens, SqlTypeKind kind)
    {
        Token start = tokens.Take();
        int precision = ReadPrecision(tokens, 6);
        SqlTypeKind actual = kind == SqlTypeKind.Timestamp && SkipZone(tokens, start) ? SqlTypeKind.TimestampLtz : kind;
        RefuseFine(tokens, start, actual == SqlTypeKind.Timestamp ? "TIMESTAMP" : "TIMESTAMP_LTZ", precision);
        return new SqlType(actual, precision);
    }

    private static void RefuseFine(TokenStream tokens, Token start, string name, int precision)
    {
        if (precision > SecondDigitsMax)
        {
            string remedy = $"write {name}({SecondDigitsMax})";
            tokens.Refuse(start, $"{name}({precision}), times finer than a millisecond; {remedy}");
        }
    }

    /// <summary>Reads WITH LOCAL TIME ZONE or WITHOUT TIME ZONE; tells whether it was the first.</summary>
    private static bool SkipZone(TokenStream tokens, Token start)
    {
        if (tokens.Accept("WITHOUT", "TIME"))
        {
            tokens.Expect("ZONE");
            return false;
        }

        if (tokens.Accept("WITH", "LOCAL"))
        {
            tokens.Expect("TIME", "ZONE");
            return true;
        }

        if (tokens.Accept("WITH", "TIME"))
        {
            tokens.Expect("ZONE");
            tokens.Refuse(start, $"{start.Keyword} WITH TIME ZONE; write TIMESTAMP_LTZ(3)");
        }

        return false;
    }

    private static SqlType ReadOther(TokenStream tokens, Token start)
    {
        switch (start.Keyword)
        {
            case "ROW":
                ReadRow(tokens);
                tokens.Refuse(start, "ROW types");
                break;
            case "ARRAY" or "MAP" or "MULTISET" or "STRUCTURED" or "RAW":
                SkipParameters(tokens);
                tokens.Refuse(start, $"{start.Keyword} types");
                break;
            case "VARIANT" or "BITMAP" or "REAL" or "INTERVAL" or "NULL":
                tokens.Take();
                SkipInterval(tokens);
                tokens.Refuse(start, start.Keyword == "REAL" ? "REAL; write FLOAT" : $"{start.Keyword} as a type");
                break;
            default:
                tokens.Fail(["a data type (INT, BIGINT, STRING, DECIMAL(p, s), TIMESTAMP(3), ...)"], Names);
                break;
        }

        return SqlType.String;
    }

    private static void ReadRow(TokenStream tokens)
    {
        tokens.Take();
        string close = tokens.IsSymbol("<") ? ">" : ")";
        if (!tokens.AcceptSymbol("<"))
        {
            tokens.ExpectSymbol("(");
        }

        if (!tokens.TryEnter())
        {
            return;
        }

        while (!tokens.IsSymbol(close) && !tokens.IsFailed)
        {
            NameParser.Read(tokens, "a field name");
            Read(tokens);
            tokens.Accept("NOT", "NULL");
            _ = tokens.Current.Kind == TokenKind.Text && tokens.Take().Length > 0;
            if (!tokens.AcceptSymbol(",") && !tokens.IsSymbol(close))
            {
                tokens.Fail("','", $"'{close}'");
            }
        }

        tokens.ExpectSymbol(close);
        tokens.Leave();
    }

    private static void SkipParameters(TokenStream tokens)
    {
        tokens.Take();
        if (tokens.IsSymbol("("))
        {
            tokens.SkipParentheses();
        }
        else if (tokens.AcceptSymbol("<") && tokens.TryEnter())
        {
            do
            {
                Read(tokens);
                tokens.Accept("NOT", "NULL");
            }
            while (tokens.AcceptSymbol(","));

            tokens.ExpectSymbol(">");
            tokens.Leave();
        }
    }

    private static void SkipInterval(TokenStream tokens)
    {
        while (TimeUnits.Find(tokens.Current.Keyword) is not null || tokens.Is("TO"))
        {
            tokens.Take();
            if (tokens.IsSymbol("("))
            {
                tokens.SkipParentheses();
            }
        }
    }

    private static int ReadPrecision(TokenStream tokens, int otherwise)
    {
        if (!tokens.AcceptSymbol("("))
        {
            return otherwise;
        }

        int precision = ReadNumber(tokens);
        tokens.ExpectSymbol(")");
        return precision;
    }

    private static int ReadNumber(TokenStream tokens)
    {
        if (tokens.Current.Kind == TokenKind.Integer
            && int.TryParse(tokens.Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            tokens.Take();
            return number;
        }

        tokens.Fail("a number of digits or characters");
        return 0;
    }
}
