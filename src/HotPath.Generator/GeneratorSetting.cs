using System;

namespace HotPath.Generator;

/// <summary>One option of a generator that is a number: as it is called and bounded wherever it can be given.</summary>
/// <typeparam name="TOptions">Options that it is part of.</typeparam>
/// <param name="Name">Name, without dashes or prefix.</param>
/// <param name="Description">What it says.</param>
/// <param name="Default">Value unless given. Unit: as the name says.</param>
/// <param name="Least">Least value. Unit: as the name says.</param>
/// <param name="Most">Greatest value. Unit: as the name says.</param>
/// <param name="With">Sets it.</param>
public sealed record GeneratorSetting<TOptions>(
    string Name, string Description, long Default, long Least, long Most, Func<TOptions, long, TOptions> With)
{
    /// <summary>What 0 stands for, if it stands apart.</summary>
    public string Zero { get; init; } = string.Empty;

    /// <summary>Least value but for 0. Unit: that of the setting.</summary>
    public long LeastButZero { get; init; }

    /// <summary>What is wrong with a value within the bounds.</summary>
    /// <param name="value">Value. Unit: as the name says.</param>
    /// <returns>The rule, to go on behind "give" or "must be", or <see langword="null"/>.</returns>
    public string? Complaint(long value) =>
        value != 0 && value < LeastButZero
            ? FormattableString.Invariant($"0 for {Zero}, or at least {LeastButZero}")
            : null;
}
