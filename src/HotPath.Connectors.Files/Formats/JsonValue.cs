namespace HotPath.Connectors.Files.Formats;

/// <summary>A JSON value where it lies in its line.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of its first byte; for text, of the byte behind the quote.</param>
/// <param name="LengthBytes">Length, for text without quotes. Unit: bytes.</param>
/// <param name="IsEscaped">Whether a text holds escapes.</param>
internal readonly record struct JsonValue(JsonKind Kind, int Start, int LengthBytes, bool IsEscaped = false);
