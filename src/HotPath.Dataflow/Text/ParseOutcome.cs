namespace HotPath.Dataflow.Text;

/// <summary>What became of reading a value from text. An expected outcome, never an exception.</summary>
public enum ParseOutcome
{
    /// <summary>The value was read.</summary>
    Ok = 0,

    /// <summary>The text does not follow the grammar of the type.</summary>
    Malformed = 1,

    /// <summary>The text is a number or date, but not one that the type can hold.</summary>
    OutOfRange = 2,
}
