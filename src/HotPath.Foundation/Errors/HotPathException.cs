using System;

namespace HotPath.Foundation.Errors;

/// <summary>The one exception type HotPath throws; callers branch on <see cref="Code"/>, never on text.</summary>
public sealed class HotPathException : Exception
{
    /// <summary>Creates an error with its stable number.</summary>
    /// <param name="code">Stable number.</param>
    /// <param name="message">One sentence that names file, field and value, and says what to do.</param>
    /// <param name="inner">Cause, if any.</param>
    public HotPathException(ErrorCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Stable number, as listed in <see cref="ErrorCode"/>.</summary>
    public ErrorCode Code { get; }

    /// <summary>Who has to act.</summary>
    public FaultDomain Domain => (int)Code switch
    {
        >= 3000 => FaultDomain.Internal,
        >= 2000 => FaultDomain.External,
        _ => FaultDomain.Caller,
    };

    /// <summary>The message with its number, as users see it.</summary>
    public string Display => $"HP{(int)Code}: {Message}";
}
