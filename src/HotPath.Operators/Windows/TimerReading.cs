namespace HotPath.Operators.Windows;

/// <summary>What a timer says.</summary>
/// <param name="clock">Its clock.</param>
/// <param name="timer">The timer.</param>
/// <returns>Unit: ms.</returns>
internal delegate long TimerReading(WindowClock clock, in SessionTimer timer);
