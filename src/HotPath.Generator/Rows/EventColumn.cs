namespace HotPath.Generator.Rows;

/// <summary>A column of events.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it holds.</param>
public sealed record EventColumn(string Name, EventValue Value)
{
    /// <summary>Decimals of an amount. Unit: digits.</summary>
    public const int AmountScale = 4;

    /// <summary>Its type in SQL.</summary>
    public string SqlType => Value switch
    {
        EventValue.Number => "BIGINT",
        EventValue.Code => "INT",
        EventValue.Amount => "DECIMAL(19, 4)",
        EventValue.Time => "TIMESTAMP(3)",
        _ => "STRING",
    };
}
