namespace HotPath.Daemon.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What, in a word or two.</param>
/// <param name="Verdict">What it means.</param>
/// <param name="Found">What is there.</param>
/// <param name="Remedy">What to do; empty where there is nothing.</param>
internal sealed record Finding(string Subject, Verdict Verdict, string Found, string Remedy = "")
{
    /// <summary>Something that is as it should be.</summary>
    public static Finding Ok(string subject, string found) => new(subject, Verdict.Ok, found);

    /// <summary>Something that this machine does not show.</summary>
    public static Finding Unknown(string subject, string why) => new(subject, Verdict.Unknown, why);

    /// <summary>Good, or advice.</summary>
    public static Finding Advise(string subject, bool isGood, string found, string remedy) =>
        isGood ? Ok(subject, found) : new Finding(subject, Verdict.Advice, found, remedy);
}
